"""What an agent reads first: short, in order, and without private numbers."""

from typing import Any

import pytest

from channels.entry import Entry
from channels.handoff_summary import LONGEST, Case, summary

TITLES = {"ask_bill": "查账单", "dispute_bill": "质疑扣费", "report_fault": "报故障"}


def heard(text: str) -> Entry:
    return Entry("1-0", "customer", "2026-11-18T04:00:00+00:00", [{"type": "text", "text": text}])


def said(intent: str, **reply: Any) -> Entry:
    return Entry("2-0", "bot", "2026-11-18T04:00:01+00:00", [{"type": "text"} | reply], intent)


def brief(*entries: Entry, under_way: str = "", who: str = "王**,68岁,银发卡19元") -> str:
    return summary(Case(who, "情绪不满", entries, TITLES, under_way))


def test_it_says_who_what_the_words_what_was_tried_and_how_they_feel() -> None:
    found = brief(
        heard("凭什么扣我15块"),
        said("dispute_bill", title="2026年10月账单"),
        heard("转人工"),
        under_way="正在办:核对扣费。",
    )
    assert found == (
        "王**,68岁,银发卡19元；想:质疑扣费；正在办:核对扣费；原话「凭什么扣我15块」；已看:2026年10月账单；情绪:情绪不满"
    )


def test_wishes_stand_once_in_the_order_of_asking() -> None:
    found = brief(said("ask_bill"), said("report_fault"), said("ask_bill"), said("ask_human"))
    assert "想:报故障、查账单；" in found


def test_an_answer_counts_as_tried_by_its_source() -> None:
    assert "已看:彩铃怎么退订" in brief(said("ask_bill", source={"id": "f1", "title": "彩铃怎么退订"}))


@pytest.mark.parametrize(
    "words", ["我的手机13912345678为什么停机", "卡号6222021234567890123丢了", "证件110101199003074258"]
)
def test_no_whole_private_number_is_in_it(words: str) -> None:
    found = brief(heard(words))
    assert not any(number in found for number in ("13912345678", "6222021234567890123", "110101199003074258"))


def test_it_never_is_longer_than_an_agent_reads_at_a_glance() -> None:
    long = brief(
        heard("我" * 400),
        said("ask_bill", title="账" * 60),
        said("dispute_bill", title="单" * 60),
        under_way="正在办:核对扣费。" * 10,
    )
    assert len(long) <= LONGEST and "王**" in long and "质疑扣费" in long and "情绪" in long


def test_of_a_conversation_without_a_word_only_who_and_mood_are_said() -> None:
    assert brief() == "王**,68岁,银发卡19元；情绪:情绪不满"
