"""One judge for all: every channel and every way to an offer gives the same answer for everybody."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from recsys.campaign.preview import refusal as push_refusal
from recsys.contacts.contact_policy import may_contact
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.offer.case import frame
from recsys.offer.policy import CHANNELS, Approach, Purpose, judge_for
from recsys.offer.policy_view import policy_view
from recsys.offer.refusal import decline
from recsys.offer.standing import Facts, facts_of
from recsys.orders.order import place_order
from recsys.sql import schema as t
from recsys.tariff.need import TariffNeed
from recsys.tariff.pack_case import PackCase, PackNeed, eligible_packs
from recsys.tariff.plan_case import PlanCase, eligible_plans
from recsys.wealth.wealth_case import WealthCase, WealthNeed
from recsys.wealth.wealth_choice import eligible_products
from tests.fixtures.stores import NOW

ROOT = Path(__file__).parents[4]
CHEN = "c000002"
RULES = {"unsold", "conflict", "rules_of", "suitability"}  # whoever calls these decides
MAY_ASK = {"recsys/offer/policy.py", "recsys/offer/shelf.py"}


def people(engine: Engine) -> list[str]:
    with engine.read() as connection:
        return list(connection.scalars(sa.select(t.customers.c.id).where(t.customers.c.guest.is_(False))))


def refused(engine: Engine, who: str, products: list[str], days: float = 0, put_off: bool = False) -> None:
    said = {"decision_id": "d_1", "product_ids": products, "text": "不感兴趣"}
    at = NOW - timedelta(days=days)
    decline(
        engine, Event("recommendation.declined", who, at, "app", "customer", said), products, put_off=put_off
    )


def test_nobody_else_asks_the_rules() -> None:
    """A module that decides by itself would call one of these."""
    askers = set()
    for package in ("recsys", "actions", "channels", "kb"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = (
                    getattr(node.func, "id", getattr(node.func, "attr", ""))
                    if isinstance(node, ast.Call)
                    else ""
                )
                if name in RULES:
                    askers.add(path.relative_to(ROOT).as_posix())
    assert askers == MAY_ASK


@pytest.mark.parametrize("channel", (*CHANNELS, "web"))
def test_suggestions_and_the_policy_view_agree_for_everybody(engine: Engine, channel: str) -> None:
    refused(engine, CHEN, ["yt_pk_data_10", *list(engine.catalogue.plans)[:3]])
    for who in people(engine):
        view = policy_view(engine, who, channel, NOW)
        codes = {one.product_id: one.code for one in view.refusals}
        basis = frame(engine, who, channel=channel, now=NOW, k=3)
        plans, no_plans = eligible_plans(PlanCase(need=TariffNeed(kind="bigger"), **basis), engine.catalogue)
        products, no_products = eligible_products(
            WealthCase(need=WealthNeed(asked=("amount", "term")), **basis), engine.catalogue
        )
        packs, no_packs = eligible_packs(PackCase(need=PackNeed(), **basis), engine.catalogue)
        assert not codes.keys() & {item.id for item in (*plans, *products, *packs)}, who
        for held in (*no_plans, *no_products, *no_packs):
            if held.product_id in codes:
                assert held.code == codes[held.product_id], (who, held)


def test_a_push_differs_only_by_what_goes_for_pushes(engine: Engine) -> None:
    refused(engine, CHEN, ["yt_pk_data_10"])
    for who in people(engine)[:12]:
        for channel in ("app", "wechat"):
            view = policy_view(engine, who, channel, NOW)
            codes = {one.product_id: one.code for one in view.refusals}
            for item in list(engine.catalogue.items.values())[::7]:
                contact = may_contact(engine, who, channel, "marketing", item.id, NOW)
                code = push_refusal(engine, who, item, channel, NOW)
                expected = {codes.get(item.id) or contact}
                assert code in expected | {"not_for_push"}, (who, item.id)


def test_all_channels_in_one_view_say_what_differs_and_why(engine: Engine) -> None:
    together = policy_view(engine, CHEN, None, NOW)
    single = {channel: policy_view(engine, CHEN, channel, NOW) for channel in CHANNELS}
    for offer in together.offers:
        for channel, view in single.items():
            there = {one.product_id for one in view.offers}
            assert (offer.product_id in there) == (channel in offer.channels)
            codes = {one.product_id: one.code for one in view.refusals}
            assert dict(offer.not_in).get(channel) == codes.get(offer.product_id)
    assert dict(together.contacts) == {channel: view.contact for channel, view in single.items()}


def code_in(engine: Engine, product: str, channel: str, purpose: Purpose = "offer") -> str | None:
    day = NOW.astimezone(engine.settings.zone).date()
    facts = facts_of(engine, CHEN, NOW)
    judge = judge_for(
        customer(engine, CHEN, NOW), facts, engine.catalogue, Approach(channel, NOW, day, purpose)
    )
    return judge(engine.catalogue.items[product])


def test_what_was_declined_rests_in_every_channel_and_comes_back(engine: Engine) -> None:
    refused(engine, CHEN, ["yt_pk_data_10"], days=13.9)
    assert {code_in(engine, "yt_pk_data_10", one) for one in CHANNELS} == {"declined"}
    view = policy_view(engine, CHEN, "hotline", NOW)
    rests = next(one for one in view.refusals if one.product_id == "yt_pk_data_10")
    assert rests.until is not None and timedelta(0) < rests.until - NOW < timedelta(days=0.2)
    with engine.write() as connection:
        connection.execute(t.refusals.update().values(until=NOW))
    assert code_in(engine, "yt_pk_data_10", "app") is None


def test_who_thinks_it_over_is_asked_again_sooner(engine: Engine) -> None:
    refused(engine, CHEN, ["yt_pk_data_10"], days=2.9, put_off=True)
    assert code_in(engine, "yt_pk_data_10", "app") == "declined"
    refused(engine, CHEN, ["yt_pk_data_20"], days=3.1, put_off=True)
    assert code_in(engine, "yt_pk_data_20", "app") is None


def test_a_declined_product_can_still_be_ordered_by_who_names_it(engine: Engine) -> None:
    refused(engine, CHEN, ["yt_pk_data_10"])
    assert code_in(engine, "yt_pk_data_10", "app", "order") is None
    assert code_in(engine, "yt_pk_data_10", "app", "wish") is None
    assert code_in(engine, "yt_pk_data_10", "app", "push") == "declined"


def test_the_same_refusal_twice_counts_once(engine: Engine) -> None:
    event = Event(
        "recommendation.declined", CHEN, NOW, "app", "customer", {"text": "不要"}, id="e_declined_d_9"
    )
    assert [decline(engine, event, ["yt_pk_data_10", "no_such"]) for _ in range(2)] == [True, False]
    with engine.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(t.refusals)) == 1


def test_an_order_that_has_not_begun_shows_as_pending_everywhere(engine: Engine) -> None:
    plan = next(one for one in policy_view(engine, CHEN, "app", NOW).offers if one.line == "mobile")
    order = place_order(engine, CHEN, plan.product_id, action="order", key="k1", channel="hotline", now=NOW)
    for channel in CHANNELS:
        view = policy_view(engine, CHEN, channel, NOW)
        assert [(one.product_id, one.starts) for one in view.pending] == [
            (plan.product_id, order.effective_on)
        ]
        codes = {one.product_id: one.code for one in view.refusals}
        assert codes[plan.product_id] in ("already_booked", "channel")


def test_every_offer_says_its_price_and_who_sells_it_where(engine: Engine) -> None:
    for offer in policy_view(engine, CHEN, None, NOW).offers:
        assert "元" in offer.terms and offer.channels, offer.product_id


def test_lists_speak_before_suitability_and_suitability_before_a_refusal(engine: Engine) -> None:
    day = NOW.astimezone(engine.settings.zone).date()
    wang = customer(engine, "c000001", NOW)
    risky = next(
        p for p in engine.catalogue.wealth.values() if p.risk == "R5" and p.sold_on(day) and not p.requires
    )
    no = ((risky.id, NOW + timedelta(days=9)),)
    approach = Approach(risky.channels[0], NOW, day)

    def code(**facts: object) -> str | None:
        return judge_for(wang, Facts(declined=no, **facts), engine.catalogue, approach)(risky)  # type: ignore[arg-type]

    assert code(admission=(("*", "black"),)) == "admission_black"
    assert code(admission=((risky.id, "white"),)) == "risk_above_level"
