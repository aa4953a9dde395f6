"""The strictest of two sides, for all histories of decisions."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from recsys.customers.merging.consents import ANY, Decision, latest, to_withdraw

START = datetime(2026, 1, 1, tzinfo=UTC)
CHANNELS, PURPOSES = (ANY, "wechat", "sms"), ("marketing", "care")
decisions = st.lists(
    st.builds(
        lambda channel, purpose, given, day: Decision(channel, purpose, given, START + timedelta(days=day)),
        st.sampled_from(CHANNELS),
        st.sampled_from(PURPOSES),
        st.booleans(),
        st.integers(0, 5),
    ),
    max_size=6,
)


@given(decisions, decisions)
def test_nothing_is_open_that_one_side_has_closed_and_nothing_opens_that_nobody_gave(
    mine: list[Decision], its: list[Decision]
) -> None:
    both = sorted([*mine, *its], key=lambda one: one.at)
    after = [*both, *(Decision(*scope, False, START + timedelta(days=9)) for scope in to_withdraw(mine, its))]
    for scope in ((channel, purpose) for channel in CHANNELS for purpose in PURPOSES):
        sides = latest(mine, scope), latest(its, scope)
        if False in sides:
            assert not latest(after, scope)
        if True not in sides:
            assert not latest(after, scope)


@given(decisions)
def test_a_side_without_decisions_closes_nothing(mine: list[Decision]) -> None:
    assert to_withdraw(mine, []) == to_withdraw([], mine) == []
