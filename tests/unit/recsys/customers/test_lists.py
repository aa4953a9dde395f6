"""White, grey and black lists: exact to the moment, with who and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from recsys.customers.lists import (
    Entry,
    ListError,
    UnknownEntry,
    add,
    admission,
    end,
    entries_of,
    new_entry,
    search,
)
from recsys.engine import Engine
from recsys.offer.policy_view import policy_view
from recsys.offer.standing import facts_of
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

WANG, LIN = "c000001", "c000032"
VENTURE = "yx_trust_720"  # private, for admitted customers only; 林俊杰 is C4
DAY = timedelta(days=1)


def entry(customer: str = LIN, product: str = "*", name: str = "black", days: int = 30) -> Entry:
    rest = {"department": "风险部", "staff_id": "s_1", "since": NOW, "until": NOW + timedelta(days=days)}
    return new_entry(customer, product, name, "核实身份材料", **rest)  # type: ignore[arg-type]


def code(engine: Engine, product: str, now: datetime = NOW, customer: str = LIN) -> str | None:
    view = policy_view(engine, customer, "hall", now)
    return {refusal.product_id: refusal.code for refusal in view.refusals}.get(product)


def test_an_entry_counts_from_its_first_moment_up_to_its_last_and_not_in_it() -> None:
    listed = entry(days=1)
    moments = (NOW - timedelta(microseconds=1), NOW, NOW + DAY - timedelta(microseconds=1), NOW + DAY)
    assert [listed.counts(now) for now in moments] == [False, True, True, False]
    assert not replace(listed, ended_at=NOW + DAY / 2).counts(NOW + DAY / 2)


def test_of_several_entries_for_one_product_the_strictest_counts() -> None:
    entries = [entry(name=name) for name in ("white", "black", "grey")]
    assert admission(entries, NOW) == {"*": "black"}
    assert admission(entries[::2], NOW) == admission(entries[::-2], NOW) == {"*": "grey"}


def test_a_private_product_is_closed_until_a_white_list_opens_it_and_again_when_that_has_ended(
    engine: Engine,
) -> None:
    assert code(engine, VENTURE) == "admission_needed"
    add(engine, entry(product=VENTURE, name="white"), NOW)
    assert code(engine, VENTURE) is None
    assert code(engine, VENTURE, NOW + timedelta(days=30)) == "admission_needed"
    assert code(engine, VENTURE, customer=WANG) == "admission_needed"


def test_black_is_never_until_somebody_ends_it_early(engine: Engine) -> None:
    listed = entry()
    add(engine, listed, NOW)
    assert code(engine, VENTURE) == "admission_black"
    end(engine, listed.id, "s_2", NOW + DAY)
    assert code(engine, VENTURE, NOW + DAY) == "admission_needed"
    with pytest.raises(UnknownEntry):
        end(engine, listed.id, "s_2", NOW + 2 * DAY)


def test_what_a_decision_was_made_from_keeps_the_list_of_its_moment(engine: Engine) -> None:
    add(engine, entry(name="grey", days=1), NOW)
    assert facts_of(engine, LIN, NOW).admission == (("*", "grey"),)
    assert facts_of(engine, LIN, NOW + DAY).admission == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"customer_id": "c999999"}, "没有这位客户"),
        ({"product_id": "no_such"}, "没有这个产品"),
        ({"reason": "无"}, "原因"),
        ({"until": NOW}, "到期"),
        ({"until": datetime(2020, 1, 1, tzinfo=UTC)}, "到期"),
    ],
)
def test_an_entry_needs_customer_product_reason_and_an_end_ahead(
    engine: Engine, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(ListError, match=said):
        add(engine, replace(entry(), **wrong), NOW)  # type: ignore[arg-type]


def test_who_put_somebody_on_a_list_and_who_ended_it_stands_in_the_audit_trail(engine: Engine) -> None:
    listed = entry()
    add(engine, listed, NOW)
    end(engine, listed.id, "s_2", NOW + DAY)
    with engine.read() as connection:
        trail = connection.execute(sa.select(t.audit).order_by(t.audit.c.seq)).all()
        kept = entries_of(connection, LIN)
    assert [(row.action, row.staff_id, row.object) for row in trail] == [
        ("list.add", "s_1", LIN),
        ("list.end", "s_2", LIN),
    ]
    assert [(one.reason, one.ended_by) for one in kept] == [("核实身份材料", "s_2")]


def test_lists_are_searched_by_customer_product_reason_and_kind(engine: Engine) -> None:
    for one in (entry(), entry(WANG, VENTURE, "white"), entry(WANG, name="grey", days=2)):
        add(engine, one, NOW)
    assert [one.list for one in search(engine, NOW, words=WANG)] == ["grey", "white"]
    assert [one.customer_id for one in search(engine, NOW, words=VENTURE)] == [WANG, "c000003"]
    assert [one.customer_id for one in search(engine, NOW, name="black")] == [LIN]
    assert search(engine, NOW, words="100%") == []
    assert [one.list for one in search(engine, NOW + 3 * DAY, words=WANG)] == ["white"]


def test_nobody_is_put_on_the_same_list_twice_for_the_same_time(engine: Engine) -> None:
    add(engine, first := entry(), NOW)
    with pytest.raises(ListError, match="已经在黑名单里"):
        add(engine, entry(days=60), NOW)
    add(engine, entry(name="grey"), NOW)
    add(engine, entry(product=VENTURE), NOW)
    end(engine, first.id, "s_1", NOW + DAY)
    add(engine, replace(entry(days=60), since=NOW + DAY), NOW + DAY)
