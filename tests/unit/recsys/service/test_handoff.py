"""Who needs a person, and who comes first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recsys.service.handoff import Talk, place, reason, reason_title, threatens, troubled, worth
from recsys.service.mood import mood

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


def talk(*texts: str, intents: tuple[str, ...] = (), **more: Any) -> Talk:
    """A conversation in which these messages were written."""
    return Talk(
        level="high" if any(map(threatens, texts)) else "low",
        angry=sum(mood(text) == "angry" for text in texts),
        troubled=troubled(texts[-1], intents),
        **more,
    )


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        (talk("查一下话费"), None),
        (talk("转人工", asked=True), "asked"),
        (talk("垃圾"), None),
        (talk("垃圾", "查一下话费", "骗子"), "angry"),
        (talk("再不处理我打12315"), "complaint"),
        (talk("我要找工信部", "转人工", asked=True), "complaint"),
        (talk("我要请律师"), "complaint"),
        (talk("找媒体曝光你们"), "complaint"),
        (talk("怎么开通流媒体会员"), None),
        (talk("工信部一证通查怎么用"), None),
        (talk("那个", "卡的事", misunderstood=2), "stuck"),
        (talk("那个", misunderstood=1), None),
        (talk("这个月多少", intents=("ask_bill",), valued=True, leaving=True), None),
        (talk("为什么多扣", intents=("dispute_bill",), valued=True, leaving=True), "valued"),
        (talk("等了半天了", intents=("ask_bill",), valued=True, leaving=True), "valued"),
        (talk("为什么多扣", intents=("dispute_bill",), valued=True), None),
        (talk("为什么多扣", intents=("dispute_bill",), leaving=True), None),
    ],
)
def test_the_gravest_reason_counts(heard: Talk, why: str | None) -> None:
    assert reason(heard) == why


@pytest.mark.parametrize(
    "text",
    [
        "再不处理我打12315",
        "我要向工信部投诉",
        "我找媒体",
        "发微博曝光你们",
        "我请律师了",
        "等着收律师函",
        "消协见",
        "去法院起诉你们",
        "我要维权",
        "我要报警",
        "黑猫投诉见",
    ],
)
def test_who_goes_further_with_a_complaint_is_heard(text: str) -> None:
    assert threatens(text)


@pytest.mark.parametrize(
    "text",
    [
        "怎么开通流媒体会员",
        "自媒体套餐有吗",
        "工信部一证通查怎么用",
        "工信部规定携号转网要多久",
        "律师事务所能办集团号吗",
        "报警器用什么卡",
        "我要投诉",
        "拨打12345收费吗",
    ],
)
def test_the_same_words_about_other_things_are_no_threat(text: str) -> None:
    assert not threatens(text)


def test_a_complaint_comes_before_who_only_asked_a_little_earlier() -> None:
    asked = place("asked", NOW)
    assert place("complaint", NOW + timedelta(minutes=5)) < asked


def test_who_has_waited_long_comes_before_any_newcomer() -> None:
    asked = place("asked", NOW)
    assert asked < place("complaint", NOW + timedelta(minutes=16))


def test_of_two_with_the_same_reason_the_earlier_comes_first() -> None:
    assert place("angry", NOW) < place("angry", NOW + timedelta(seconds=1))


def test_tags_tell_who_is_valued_and_who_may_leave() -> None:
    assert worth({"value_band": "高", "churn_risk": 0.25}) == (True, True)
    assert worth({"value_band": "高", "churn_risk": 0.24}) == (True, False)
    assert worth({"value_band": "普通"}) == (False, False)
    assert worth({"vip": True, "churn_threat": True}) == (True, True)


def test_every_reason_has_a_title_for_the_agent() -> None:
    assert reason_title("complaint") == "可能升级投诉" and reason_title("") == ""
