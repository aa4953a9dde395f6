"""Who would get a push, and the code of every reason why others would not."""

from datetime import timedelta

from recsys.campaign.condition import Clause
from recsys.campaign.preview import preview
from recsys.contacts.contact_policy import reserve_contact
from recsys.engine import Engine
from recsys.offer.codes import titles
from recsys.orders.order import place_order
from tests.fixtures.stores import NOW
from tests.unit.recsys.campaign.drafts import PACK, PEOPLE, draft

CHEN, LI, LIU = "c000002", "c000003", "c000006"


def test_everybody_meant_is_either_allowed_or_held_back_with_a_code(engine: Engine) -> None:
    seen = preview(engine, draft(), NOW)
    assert len(seen.audience.customer_ids) == PEOPLE
    assert len(seen.allowed) + len(seen.suppressed) == PEOPLE
    assert CHEN in seen.allowed and not set(seen.allowed) & seen.suppressed.keys()
    assert set(seen.reasons) <= titles().keys(), "every code has words for people"


def test_a_complaint_that_is_open_holds_back(engine: Engine) -> None:
    assert preview(engine, draft(), NOW).suppressed[LIU] == "open_complaint"


def test_at_night_nobody_is_allowed(engine: Engine) -> None:
    seen = preview(engine, draft(), NOW.replace(hour=14))  # 22:00 in Shanghai
    assert seen.allowed == () and seen.suppressed[CHEN] == "quiet_hours"


def test_who_was_contacted_today_waits_until_tomorrow(engine: Engine) -> None:
    reserve_contact(engine, CHEN, "app", "marketing", None, NOW)
    assert preview(engine, draft(), NOW).suppressed[CHEN] == "day_cap"
    assert CHEN in preview(engine, draft(), NOW + timedelta(days=1)).allowed


def test_without_consent_for_the_channel_nothing_is_sent_there(engine: Engine) -> None:
    app, wechat = preview(engine, draft(), NOW), preview(engine, draft(channel="wechat"), NOW)
    assert LI in app.allowed and wechat.suppressed[LI] == "opted_out"


def test_in_wechat_only_who_wrote_within_two_days_is_reached(engine: Engine) -> None:
    assert "wechat_window" in preview(engine, draft(channel="wechat"), NOW).reasons


def test_wealth_is_pushed_to_the_suitable_only(engine: Engine) -> None:
    bold = next(item for item in engine.catalogue.wealth.values() if item.risk == "R4")
    mild = next(item for item in engine.catalogue.wealth.values() if item.id == "yx_dep_6m")
    seen = preview(engine, draft(product_id=bold.id, text=f"看看{bold.title}吧"), NOW)
    assert seen.allowed == ()
    assert {"assessment_missing", "risk_above_level"} <= seen.reasons.keys()
    calm = preview(engine, draft(product_id=mild.id, text=f"看看{mild.title}吧"), NOW)
    assert CHEN in calm.allowed and "assessment_missing" in calm.reasons


def test_who_holds_the_product_is_not_offered_it(engine: Engine) -> None:
    place_order(engine, CHEN, PACK, action="order", key="k1", channel="app", now=NOW)
    later = NOW + timedelta(days=40)
    assert preview(engine, draft(), later).suppressed[CHEN] in ("owned", "already_ordered")


def test_counts_come_clause_by_clause(engine: Engine) -> None:
    clauses = (Clause(tag="age_band", op="has"), Clause(tag="heavy_data", op="has"))
    seen = preview(engine, draft(*clauses), NOW)
    assert seen.audience.remaining == (PEOPLE, 9)
