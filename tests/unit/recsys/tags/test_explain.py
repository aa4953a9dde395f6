"""Rules in Chinese, with the customer's own values put in."""

from statistics import median
from time import perf_counter

from recsys.tags.definition import definitions
from recsys.tags.example import MOMENT
from recsys.tags.explain import explain
from recsys.tags.rule import Scope

ALL = definitions().by_key
ROUNDS = 200


def test_a_rule_reads_as_a_sentence_with_units() -> None:
    (line,) = explain(ALL["high_spender"].tree)
    assert (line.text, line.holds) == ("近3个月平均账单总额不低于200.00元", None)


def test_what_a_customer_has_is_put_in_and_judged_line_by_line() -> None:
    months = [{"data_mb": 100, "voice_min": 40}]
    lines = explain(ALL["silent"].tree, Scope({"months": months}, {}, MOMENT))
    assert [(line.depth, line.text, line.holds) for line in lines] == [
        (0, "全部满足", False),
        (1, "近3个月平均通用流量低于600MB(100MB)", True),
        (1, "近3个月平均通话分钟低于25(40)", False),
    ]


def test_only_the_branch_that_decides_is_marked() -> None:
    lines = explain(ALL["value_band"].tree, Scope({"months": [{"total": 9000}]}, {}, MOMENT))
    assert [line.holds for line in lines] == [None, False, True, None]


def test_every_rule_can_be_explained_without_a_word_of_code() -> None:
    for item in definitions().rules:
        text = " ".join(
            line.text for line in explain(item.tag.rule, Scope(item.tag.example.facts, {}, MOMENT))
        )
        assert text and not any(
            word in text for word in ("profile", "holding_", "over_", "intent:", "events")
        )


def test_a_rule_is_evaluated_within_three_microseconds_in_the_middle() -> None:
    times = []
    for item in definitions().rules:
        scope = Scope(item.tag.example.facts, {}, MOMENT)
        began = perf_counter()
        for _ in range(ROUNDS):
            item.value(scope)
        times.append((perf_counter() - began) / ROUNDS)
    assert median(times) <= 3e-6
