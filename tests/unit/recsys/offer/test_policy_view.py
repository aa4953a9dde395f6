"""The unified policy view, of a real store."""

from datetime import UTC, datetime

from recsys.engine import Engine
from recsys.offer.policy_view import policy_view

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


def test_everything_sold_is_either_offered_or_refused_with_a_code(engine: Engine) -> None:
    view = policy_view(engine, "c000001", "app", NOW)
    offered, refused = {o.product_id for o in view.offers}, {r.product_id for r in view.refusals}
    assert offered | refused == engine.catalogue.items.keys()
    assert not offered & refused
    assert all(refusal.code for refusal in view.refusals)


def test_wang_ayi_c2_is_not_shown_what_is_riskier_and_not_what_she_has(engine: Engine) -> None:
    view = policy_view(engine, "c000001", "app", NOW)
    codes = {refusal.product_id: refusal.code for refusal in view.refusals}
    for product in engine.catalogue.wealth.values():
        if product.risk in ("R3", "R4", "R5") and product.sold_on(NOW.date()) and not product.requires:
            assert codes[product.id] in ("risk_above_level", "region", "channel", "excludes"), product.id
    assert "owned" in codes.values()


def test_scripts_come_with_the_offer_they_speak_of(engine: Engine) -> None:
    view = policy_view(engine, "c000001", "hotline", NOW)
    spoken = {ref for script in engine.catalogue.scripts.values() for ref in script.refs}
    for offer in view.offers:
        assert bool(offer.script_ids) == (offer.product_id in spoken)


def test_who_refused_marketing_in_a_channel_is_not_approached_there(engine: Engine) -> None:
    # 王阿姨 takes offers in WeChat and refuses them in the app.
    assert policy_view(engine, "c000001", "app", NOW).contact is not None
