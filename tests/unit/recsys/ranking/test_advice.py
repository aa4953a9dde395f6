"""Best next offers from real stores: allowed, explained, and made again to the byte."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from recsys.contacts.consent import record_consent, stop_marketing
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.worker import settle
from recsys.models.customers.observe import DAY, table_of
from recsys.models.customers.training import simulated
from recsys.models.store import save
from recsys.models.train import Plan, train
from recsys.offer.decision import Decision
from recsys.offer.decision_log import replay_decision
from recsys.offer.policy_view import policy_view
from recsys.orders.order import place_order
from recsys.ranking.advice import OfferNeed, recommend_offer
from recsys.ranking.foreseen import propensities
from recsys.ranking.learn import learn_log, updated
from recsys.ranking.learned import learned, summed
from recsys.ranking.reasons import FOR_STAFF
from recsys.ranking.sums import Sums, to_bytes
from recsys.ranking.view import ranked_view
from recsys.service.ticket import open_ticket
from tests.fixtures.stores import NOW

CHEN = "c000002"
LI = "c000003"
SOME = 16  # of the population


def offered(engine: Engine, who: str, *, k: int = 3, **need: object) -> Decision:
    """In the app."""
    wanted = OfferNeed(**need)  # type: ignore[arg-type]
    return recommend_offer(engine, who, need=wanted, channel="app", now=NOW, k=k)


def everybody() -> Iterator[str]:
    return (f"c{number:06d}" for number in range(1, SOME + 1))


def welcome(engine: Engine, who: str) -> str:
    """Whoever it is has agreed to marketing in the app."""
    record_consent(
        engine, who, "app", "marketing", True, proof={"channel": "app"}, now=NOW - timedelta(days=1)
    )
    return who


def test_nobody_is_offered_what_the_policy_view_refuses_and_every_other_product_has_a_code(
    engine: Engine,
) -> None:
    for who in everybody():
        for present in (True, False):
            decision = offered(engine, who, k=5, present=present)
            may = {one.product_id for one in policy_view(engine, who, "app", NOW).offers}
            shown = [item.product_id for item in decision.items]
            held_back = {one.product_id for one in decision.suppressed}
            assert set(shown) <= may, who
            assert {*shown, *held_back} == engine.catalogue.items.keys(), who
            assert not set(shown) & held_back


def test_every_decision_is_made_again_to_the_byte_also_after_more_was_learned(engine: Engine) -> None:
    made = [offered(engine, who) for who in everybody()]
    settle(engine)
    wealth = engine.catalogue.wealth
    taken = next(item for one in made for item in one.items if item.product_id not in wealth)
    owner = next(one.customer_id for one in made if taken in one.items)
    place_order(engine, owner, taken.product_id, action="order", key="k1", channel="app", now=NOW)
    settle(engine)
    assert learn_log(engine).version == learned(engine.settings.var).version
    again = offered(engine, owner)
    assert again.versions["learned"] != made[0].versions["learned"]
    for decision in [*made, again]:
        replayed = replay_decision(engine, decision.decision_id)
        assert replayed.equal, replayed.differs


def test_the_value_is_chance_times_margin_less_what_it_costs_and_says_so(engine: Engine) -> None:
    decision = offered(engine, welcome(engine, CHEN), present=False)
    assert decision.items
    for item in decision.items:
        said = {reason.code: reason.data for reason in item.reasons}
        value = said["offer_value"]
        worth = (2 * said["offer_chance"]["accept_ppm"] * value["margin_fen"] + 10**6) // (2 * 10**6)
        assert value["value_fen"] == worth - value["cost_fen"] - value["annoyance_fen"] == item.score
        assert [reason.code for reason in item.reasons][-3:] == list(FOR_STAFF)
        assert item.reasons[0].code not in FOR_STAFF


def test_a_plan_is_offered_only_where_it_saves_and_says_how_much(engine: Engine) -> None:
    plans = [
        item
        for who in everybody()
        for item in offered(engine, welcome(engine, who), k=5, lines=("mobile",)).items
    ]
    assert plans
    assert all(item.saving and item.saving.mean > 0 for item in plans)
    assert all(item.product_id in engine.catalogue.plans for item in plans)


def test_an_open_complaint_forbids_every_offer_with_its_code(engine: Engine) -> None:
    open_ticket(engine, welcome(engine, CHEN), "complaint", "乱扣费", channel="app", now=NOW, key="t1")
    decision = offered(engine, CHEN)
    assert not decision.items
    assert "open_complaint" in {one.code for one in decision.suppressed}
    assert decision.note


def test_who_wants_no_marketing_gets_none(engine: Engine) -> None:
    stop_marketing(engine, LI, proof={"channel": "app"}, now=NOW - timedelta(hours=1))
    assert not offered(engine, LI).items
    assert "opted_out" in {one.code for one in offered(engine, LI).suppressed}


def test_without_personalisation_nothing_personal_is_looked_at(engine: Engine) -> None:
    record_consent(engine, LI, "*", "personalisation", False, proof={"channel": "app"}, now=NOW)
    decision = offered(engine, welcome(engine, LI), k=5)
    assert decision.versions["chances"] == "segment everybody"
    assert not any(item.product_id in engine.catalogue.plans for item in decision.items)


def test_what_was_declined_rests_and_what_was_seen_often_stops(engine: Engine) -> None:
    first = offered(engine, welcome(engine, CHEN), k=1).items[0].product_id
    publish(engine, [_event("recommendation.declined", product_ids=[first])])
    others = [item.product_id for item in offered(engine, CHEN, k=9, explore=False).items]
    seen = [_event("push.sent", product_id=product) for product in others for _ in range(5)]
    publish(engine, seen)
    settle(engine)
    codes = {one.product_id: one.code for one in offered(engine, CHEN).suppressed}
    assert codes[first] == "cooling_down"
    assert {codes[product] for product in others} <= {"cooling_down", "seen_enough"}


def test_learning_in_steps_and_from_the_whole_log_is_the_same(engine: Engine) -> None:
    for step, who in enumerate(everybody()):
        decision = offered(engine, welcome(engine, who))
        if decision.items and step % 3 == 0:
            took = {"decision_id": decision.decision_id, "product_id": decision.items[0].product_id}
            publish(engine, [_event("recommendation.accepted", who, **took)] * 2)
        if step % 10 == 9:
            settle(engine)
            learn_log(engine)
    settle(engine)
    learn_log(engine)
    steps = summed(engine.settings.var)
    whole, _ = updated(engine, Sums())
    assert to_bytes(steps) == to_bytes(whole)
    assert steps.taken.sum() > 3
    assert learn_log(engine).version is None


def test_the_policy_view_stands_in_the_order_of_value(engine: Engine) -> None:
    plain, ranked = (view(engine, CHEN, "app", NOW) for view in (policy_view, ranked_view))
    assert sorted(plain.offers, key=repr) == sorted(ranked.offers, key=repr)
    best = offered(engine, welcome(engine, CHEN), k=1, explore=False).items[0]
    assert ranked.offers[0].product_id == best.product_id


def test_trained_models_give_the_chances_and_are_named_in_the_versions(engine: Engine) -> None:
    folder: Path = engine.settings.var / "models"
    _, seen = simulated(engine.catalogue, 150, 3, NOW)
    for key in ("propensity_pack", "propensity_deposit"):
        save(train(table_of(seen, key), Plan(key, DAY)), folder / key, NOW)
    models = propensities(folder)
    assert models is not None
    decision = offered(engine, welcome(engine, CHEN))
    assert decision.versions["chances"] == f"models {models.version}"
    assert replay_decision(engine, decision.decision_id).equal


def _event(kind: str, who: str = CHEN, **payload: object) -> Event:
    return Event(kind, who, NOW - timedelta(minutes=5), "app", "customer", payload)
