"""Pages, filters and counts of a timeline of twelve made-up contacts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from recsys.contacts.contact import Contact
from recsys.contacts.store import save_contacts
from recsys.contacts.timeline import BadCursor, Wanted, by_month, contacts_of, page, tally
from recsys.engine import Engine
from recsys.sql import schema as t

WHO = "c000002"
FIRST = datetime(2026, 10, 30, 17, tzinfo=UTC)  # the 31st in Shanghai
KINDS = ("咨询", "投诉", "业务查询")
CHANNELS = ("app", "wechat", "hotline", "hall")


def a_contact(number: int) -> Contact:
    kind, channel = KINDS[number % 3], CHANNELS[number % 4]
    at = FIRST + timedelta(days=number // 2)  # two of each moment
    content = f"第{number}次,100%满意"
    return Contact(f"e_{number:02}", WHO, at, kind, channel, "客服中心", "套餐", "机器人", "已答复", content)


@pytest.fixture(autouse=True)
def twelve(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(t.contacts.delete())
        save_contacts(connection, [a_contact(number) for number in range(12)])


def test_pages_hold_every_row_once_while_new_ones_arrive(engine: Engine) -> None:
    before = [one.event_id for one in contacts_of(engine, WHO)]
    seen: list[str] = []
    after = None
    for number in range(9):
        shown, after = page(engine, WHO, Wanted(), after=after, limit=5)
        seen += [one.event_id for one in shown]
        with engine.write() as connection:
            newer = replace(a_contact(11), event_id=f"e_new{number}", at=FIRST + timedelta(days=9))
            save_contacts(connection, [newer])
        if after is None:
            break
    assert seen == before and len(set(seen)) == 12


def test_a_cursor_of_somebody_else_is_refused(engine: Engine) -> None:
    for cursor in ("", "nonsense", "WzEsMl0"):
        with pytest.raises(BadCursor):
            page(engine, WHO, Wanted(), after=cursor)


def test_filters_narrow_and_several_values_of_one_widen(engine: Engine) -> None:
    def numbers(wanted: Wanted) -> list[int]:
        return sorted(int(one.event_id[2:]) for one in page(engine, WHO, wanted)[0])

    assert numbers(Wanted({"kind": ("投诉",)})) == [1, 4, 7, 10]
    assert numbers(Wanted({"kind": ("投诉",), "channel": ("app", "wechat")})) == [1, 4]
    assert numbers(Wanted(since=FIRST + timedelta(days=5), until=FIRST + timedelta(days=6))) == [10, 11]
    assert numbers(Wanted(text="第7次")) == [7]
    assert numbers(Wanted(text="0%满")) == list(range(12)) and numbers(Wanted(text="%第")) == []


def test_counts_of_a_filter_show_what_another_choice_would_give(engine: Engine) -> None:
    counts = tally(engine, WHO, Wanted({"kind": ("投诉",)}))
    assert counts["kind"] == [("业务查询", 4), ("咨询", 4), ("投诉", 4)]
    assert counts["channel"] == [("app", 1), ("hall", 1), ("hotline", 1), ("wechat", 1)]


def test_totals_over_time_are_in_the_customers_own_months(engine: Engine) -> None:
    months = by_month(engine, WHO, Wanted())
    assert {month: sum(kinds.values()) for month, kinds in months.items()} == {"2026-10": 2, "2026-11": 10}
    assert by_month(engine, WHO, Wanted(), "channel")["2026-10"] == {"app": 1, "wechat": 1}
