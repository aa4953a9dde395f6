"""Best next offers on an agent's desk."""

from datetime import timedelta

import pytest

from recsys.contacts.consent import record_consent
from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.offer.next_step import Step, next_step
from recsys.orders.order import place_order
from recsys.ranking.desk import standing_offer, tell_customer_saw
from recsys.ranking.learn import learn_log
from recsys.service.escalation import escalation
from tests.fixtures.stores import NOW

CHEN = "c000002"


@pytest.fixture
def chen(engine: Engine) -> str:
    """小陈 has agreed to marketing."""
    for channel in ("app", "hotline"):
        agreed = NOW - timedelta(days=1)
        record_consent(engine, CHEN, channel, "marketing", True, proof={"channel": channel}, now=agreed)
    return CHEN


def step(engine: Engine, *intents: str, texts: tuple[str, ...] = ()) -> Step:
    mood = escalation(texts)
    return next_step(engine, CHEN, intents=intents, mood=mood, answer=None, channel="app", now=NOW)


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye"])
def test_when_nothing_is_asked_the_best_offer_is_proposed_with_its_reasons(
    engine: Engine, chen: str, intent: str
) -> None:
    proposed = step(engine, "ask_bill", intent)
    assert proposed.kind == "offer"
    assert proposed.product_id in engine.catalogue.items
    assert len(proposed.why) >= 4
    assert "乘以" not in proposed.say


def test_after_a_complaint_nothing_is_offered_however_friendly_the_last_word(
    engine: Engine, chen: str
) -> None:
    assert step(engine, "complain", "thank").kind == "care"
    assert step(engine, "greet", texts=("今天不给我说法我就发微博",)).kind == "care"


def test_who_wants_no_marketing_is_listened_to(engine: Engine) -> None:
    record_consent(engine, CHEN, "app", "marketing", False, proof={"channel": "app"}, now=NOW)
    assert step(engine, "greet").kind == "listen"


def test_the_offer_stands_while_the_agent_looks_and_is_not_shown_until_it_is_taken_up(
    engine: Engine, chen: str
) -> None:
    one, other = step(engine, "greet"), step(engine, "greet", "thank")
    assert (one.id, one.product_id) == (other.id, other.product_id)
    settle(engine)
    assert learn_log(engine).version is None
    for _ in range(2):
        tell_customer_saw(engine, one.id, chen, "v1", NOW)
    place_order_if_possible(engine, chen, str(one.product_id))
    settle(engine)
    lesson = learn_log(engine)
    assert lesson.shown == 1


def test_a_refused_offer_makes_place_for_another(engine: Engine, chen: str) -> None:
    first = standing_offer(engine, chen, channel="app", now=NOW)
    tell_customer_saw(engine, f"s_{first.decision_id}", chen, "v1", NOW, refused=True)
    settle(engine)
    second = standing_offer(engine, chen, channel="app", now=NOW + timedelta(minutes=1))
    assert second.decision_id != first.decision_id
    assert first.items[0].product_id not in {item.product_id for item in second.items}


def test_a_step_of_somebody_else_or_of_no_offer_tells_nothing(engine: Engine, chen: str) -> None:
    offer = standing_offer(engine, chen, channel="app", now=NOW)
    tell_customer_saw(engine, f"s_{offer.decision_id}", "c000003", "v1", NOW)
    tell_customer_saw(engine, "s_unknown", chen, "v1", NOW)
    settle(engine)
    assert learn_log(engine).version is None


def place_order_if_possible(engine: Engine, who: str, product: str) -> None:
    """Wealth needs an amount, everything else none."""
    wealth = engine.catalogue.wealth.get(product)
    amount = max(wealth.min_amount, 100) if wealth else None
    action = "subscribe" if wealth else "order"
    place_order(engine, who, product, action=action, key="k", channel="app", now=NOW, amount=amount)  # type: ignore[arg-type]
