"""Rules are data: an allow-listed tree, compiled, never evaluated."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.tags.rule import RuleError, Scope, compile_rule

NOW = datetime(2026, 11, 18, tzinfo=UTC)
MONTHS = [
    {"month": f"2026-{m:02d}", "data_mb": mb, "fee": 5900} for m, mb in enumerate([10, 20, 30, 40, 50, 60], 5)
]


def value_of(tree: Any, payload: dict[str, Any] | None = None, **facts: Any) -> Any:
    return compile_rule(tree)(Scope(facts, payload or {}, NOW))


def test_mean_of_the_last_three_months() -> None:
    assert value_of(["avg", 3, "data_mb"], months=MONTHS) == 50


def test_months_that_meet_a_condition_are_counted() -> None:
    tree = ["count_months", 4, [">", ["month", "data_mb"], 40]]
    assert value_of(tree, months=MONTHS) == 2


def test_trend_compares_the_last_three_months_with_the_three_before() -> None:
    assert value_of(["trend", "data_mb"], months=MONTHS) == 2.5
    assert value_of(["trend", "data_mb"], months=MONTHS[:5]) is None


def test_age_counts_full_years() -> None:
    age = ["age", ["fact", "profile", "born"]]
    assert value_of(age, profile={"born": "1958-11-18"}) == 68
    assert value_of(age, profile={"born": "1958-11-19"}) == 67


def test_bands_include_their_lower_bound() -> None:
    tree = ["band", ["fact", "f", "n"], ["list", 18, 60], ["list", "少", "中", "老"]]
    assert [value_of(tree, f={"n": n}) for n in (17, 18, 59, 60)] == ["少", "中", "中", "老"]


def test_what_is_unknown_makes_arithmetic_unknown_and_conditions_false() -> None:
    assert value_of(["+", ["fact", "profile", "nothing"], 1]) is None
    assert value_of([">", ["avg", 3, "data_mb"], 0]) is None
    assert value_of(["and", [">", ["fact", "profile", "nothing"], 0], True]) is False
    assert value_of(["/", 1, 0]) is None


def test_events_are_counted_within_their_window() -> None:
    day = 86_400
    times = {"complaint.raised": [NOW.timestamp() - 100 * day, NOW.timestamp() - 10 * day]}
    assert value_of(["events", "complaint.raised", 90], times=times) == 1
    assert value_of(["events", "complaint.raised", 120], times=times) == 2


def test_the_preferred_channel_needs_enough_contacts() -> None:
    assert value_of(["most", "channels", 3], channels={"app": 1, "wechat": 1}) is None
    assert value_of(["most", "channels", 3], channels={"app": 1, "wechat": 2}) == "wechat"


def test_the_first_entity_of_a_name_is_found() -> None:
    said = {"entities": [{"entity": "person", "value": "parent"}, {"entity": "money", "value": 5000}]}
    assert value_of(["entity", "money"], said) == 5000
    assert value_of(["entity", "destination"], said) is None


@pytest.mark.parametrize(
    "tree",
    [
        ["eval", "1"],
        ["__import__", "os"],
        [">", 1],
        ["avg", 3],
        [["fact"]],
        [],
        [1, 2],
    ],
)
def test_what_is_not_on_the_list_is_refused(tree: Any) -> None:
    with pytest.raises(RuleError):
        compile_rule(tree)


TREES = st.recursive(
    st.integers(-5, 5) | st.booleans() | st.just(["fact", "f", "n"]) | st.just(["fact", "f", "none"]),
    lambda inner: st.tuples(
        st.sampled_from(["+", "-", "*", "/", "<", ">=", "=", "and", "or"]), inner, inner
    ).map(list),
    max_leaves=12,
)


@given(TREES, st.integers(-5, 5))
def test_a_well_formed_rule_never_fails_and_always_gives_the_same(tree: Any, n: int) -> None:
    assert value_of(tree, f={"n": n}) == value_of(tree, f={"n": n})
