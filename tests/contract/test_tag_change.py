"""A changed definition: who enters and leaves is seen before, only what rests on it is computed again."""

from typing import Any

import pytest
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle
from recsys.sql import schema as t
from recsys.tags.change import StaleChange, apply, preview
from recsys.tags.definition import definitions
from recsys.tags.refold import affected
from recsys.tags.registry import current
from recsys.tags.schema import Definition, DefinitionError, from_data
from recsys.tags.store import tags_of
from tests.fixtures.stores import NOW

CHEN = "c000002"
PEOPLE = ("c000001", CHEN, "c000003", "c000004")


@pytest.fixture(autouse=True)
def fees(store: Engine) -> None:
    """Four people with bills that grow from one to the next."""
    events = []
    for position, who in enumerate(PEOPLE, 1):
        month: dict[str, Any] = {"month": "2026-10", "total": position * 5000, "fee": 2900}
        for older in range(5, 11):
            payload = month | {"month": f"2026-{older:02d}"}
            events.append(Event("month.closed", who, NOW, "system", "system", payload))
    publish(store, events)
    settle(store)


def changed(key: str, **fields: Any) -> Definition:
    """The shipped definition with other fields."""
    old = definitions().by_key[key].tag.model_dump(mode="json", exclude_defaults=True)
    return from_data(old | fields)


def have(store: Engine, key: str) -> set[str]:
    return {who for who in PEOPLE if key in {tag.key for tag in tags_of(store, who, NOW)}}


HIGH = changed("high_spender", rule=[">=", ["avg", 3, "total"], 15000], example={"gives": None})


def test_a_preview_says_who_enters_and_leaves_and_stores_nothing(store: Engine) -> None:
    before = have(store, "high_spender")
    (moves,) = preview(store, HIGH, NOW).moves
    assert set(moves.enters) & set(PEOPLE) == {"c000003"}
    assert not set(moves.leaves) & set(PEOPLE)
    assert moves.after == moves.before + len(moves.enters) - len(moves.leaves)
    assert have(store, "high_spender") == before
    assert replay(store).differences == ()


def test_what_is_applied_is_what_was_seen_and_what_a_replay_gives(store: Engine) -> None:
    (moves,) = preview(store, HIGH, NOW).moves
    done = apply(store, HIGH, "s_admin", "更宽的门槛", NOW)
    assert done.version == 2
    assert have(store, "high_spender") == {"c000003", "c000004"}
    with store.read() as connection:
        row = connection.execute(sa.select(t.audit).where(t.audit.c.action == "tag.change")).one()
    assert (row.object, row.detail["version"], row.detail["reason"]) == ("high_spender", 2, "更宽的门槛")
    assert replay(store).differences == ()
    assert len(moves.enters) >= 1


def test_events_after_the_change_are_folded_with_it_in_every_process(store: Engine) -> None:
    apply(store, HIGH, "s_admin", "更宽的门槛", NOW)
    with store.read() as connection:
        assert current(connection).by_key["high_spender"].tag.version == 2
    cheaper = {"month": "2026-11", "total": 0, "fee": 2900}
    publish(store, [Event("month.closed", "c000003", NOW, "system", "system", cheaper)])
    settle(store)
    assert have(store, "high_spender") == {"c000004"}
    assert replay(store).differences == ()


def test_tags_that_rest_on_it_are_computed_again_and_no_others(store: Engine) -> None:
    assert affected(definitions(), "bill_falling") == (
        "bill_falling",
        "contract_churn",
        "shrinking",
        "win_back",
    )
    everybody = changed("bill_falling", rule=["known", ["trend", "total"]], example={"gives": None})
    seen = preview(store, everybody, NOW)
    assert [moves.key for moves in seen.moves] == list(affected(definitions(), "bill_falling"))
    before = tags_of(store, CHEN, NOW)
    apply(store, everybody, "s_admin", "试验", NOW)
    after = {tag.key: tag for tag in tags_of(store, CHEN, NOW)}
    untouched = [tag for tag in before if tag.key not in affected(definitions(), "bill_falling")]
    assert "bill_falling" in after
    assert [after[tag.key] for tag in untouched] == untouched


def test_a_change_over_an_unseen_one_is_refused(store: Engine) -> None:
    apply(store, HIGH, "s_admin", "更宽的门槛", NOW, version=2)
    with pytest.raises(StaleChange):
        apply(store, HIGH, "s_approver", "没看到上一个", NOW, version=2)


def test_a_rule_that_is_wrong_changes_nothing(store: Engine) -> None:
    wrong = changed("high_spender", rule=["avg", 3, "total"])
    with pytest.raises(DefinitionError, match="high_spender"):
        preview(store, wrong, NOW)
    with pytest.raises(DefinitionError, match="high_spender"):
        apply(store, wrong, "s_admin", "写错了", NOW)
