"""Tags in the store: what is folded is what is read, and it ends when it should."""

from dataclasses import replace
from datetime import timedelta

from recsys.contacts.consent import record_consent
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle, sweep
from recsys.sql import schema as t
from recsys.tags.definition import definitions
from recsys.tags.fold import State, fold_all
from recsys.tags.store import CHANGED, EXPIRIES, load_states, save_states, tags_of
from tests.fixtures.stores import NOW

CHEN = "c000002"


def asks(intent: str, minutes: int = 0) -> Event:
    payload = {"intent": intent, "confidence": 1.0, "entities": [{"entity": "money", "value": {"max": 5000}}]}
    return Event("intent.recognised", CHEN, NOW + timedelta(minutes=minutes), "wechat", "system", payload)


def test_a_state_comes_back_as_it_was_stored(store: Engine) -> None:
    state = fold_all(State(), [asks("ask_plan_recommend"), asks("ask_wealth_recommend", 1)], definitions())
    with store.write() as connection:
        save_states(connection, {CHEN: state}, load_states(connection, [CHEN]))
        assert load_states(connection, [CHEN, "c000099"]) == {
            CHEN: replace(state, moves=()),
            "c000099": State(),
        }


def test_a_question_becomes_a_tag_with_evidence_that_fades(store: Engine) -> None:
    question = asks("ask_plan_recommend")
    publish(store, [question])
    settle(store)
    now = {tag.key: tag for tag in tags_of(store, CHEN, NOW)}
    assert now["wants_plan"].confidence == 0.7
    assert now["wants_plan"].evidence == (question.id,)
    assert now["stated_budget"].value == {"max": 5000}
    later = {tag.key: tag for tag in tags_of(store, CHEN, NOW + timedelta(days=10))}
    assert later["wants_plan"].confidence == 0.35
    assert "wants_plan" not in {tag.key for tag in tags_of(store, CHEN, NOW + timedelta(days=40))}


def test_expiries_are_in_the_sorted_set_and_listeners_hear_of_changes(store: Engine) -> None:
    listener = store.redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
    listener.subscribe(CHANGED)
    listener.get_message(timeout=1)
    publish(store, [asks("buy_data_pack")])
    settle(store)
    heard = listener.get_message(timeout=1)
    assert heard and heard["data"] == CHEN
    due = tags_of(store, CHEN, NOW)
    ends = next(tag.until for tag in due if tag.key == "wants_data")
    assert ends is not None
    assert store.redis.zscore(EXPIRIES, f"{CHEN}|wants_data") == ends.timestamp()
    assert sweep(store, ends + timedelta(days=400)) == 1
    assert store.redis.zscore(EXPIRIES, f"{CHEN}|wants_data") is None
    listener.close()


def test_a_tag_that_begins_later_is_not_shown_before(store: Engine) -> None:
    ends = (NOW + timedelta(days=100)).date().isoformat()
    profile = {"profile": {"contract_until": ends}}
    publish(store, [Event("customer.updated", CHEN, NOW, "hall", "system", profile)])
    settle(store)
    assert "contract_ending" not in {tag.key for tag in tags_of(store, CHEN, NOW + timedelta(days=30))}
    assert "contract_ending" in {tag.key for tag in tags_of(store, CHEN, NOW + timedelta(days=50))}
    assert "contract_ending" not in {tag.key for tag in tags_of(store, CHEN, NOW + timedelta(days=101))}


def test_what_the_store_holds_is_what_the_log_gives(store: Engine) -> None:
    record_consent(store, CHEN, "*", "sensitive", False, proof={"channel": "app"}, now=NOW)
    publish(store, [asks("ask_plan_recommend"), asks("ask_roaming", 2), asks("dispute_bill", 3)])
    settle(store)
    publish(
        store, [Event("order.placed", CHEN, NOW + timedelta(hours=1), "app", "customer", {"line": "mobile"})]
    )
    settle(store)
    assert replay(store).differences == ()


def test_tags_of_many_customers_stay_apart(store: Engine) -> None:
    publish(store, [asks("ask_plan_recommend")])
    settle(store)
    with store.read() as connection:
        query = t.tags.select().where(t.tags.c.key == "wants_plan", t.tags.c.since == NOW)
        assert [row.customer_id for row in connection.execute(query)] == [CHEN]
