"""Tags with a history: every move at its very moment, in one stage at every moment, the same from the log."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from recsys.events.event import Event
from recsys.tags.definition import definitions
from recsys.tags.fold import State, fold, fold_all
from recsys.tags.history import Move, distinct
from recsys.tags.rule import Scope

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
DEFS = definitions()
RINGTONE = "yt_sv_ringtone"
KEPT = [item.tag.key for item in DEFS.kept]


def at(days: float, event_type: str, **payload: object) -> Event:
    return Event(event_type, "c1", NOON + timedelta(days=days), "app", "system", dict(payload))


def ringtone(state: State) -> list[tuple[float, str | None]]:
    """Days since noon of 1 June, and the stage from then on."""
    moves = [move for move in distinct(state.moves) if move.key == "life_ringtone"]
    return [((move.at - NOON) / timedelta(days=1), move.value) for move in moves]


def opened(days: float) -> Event:
    day = (NOON + timedelta(days=days)).date().isoformat()
    return at(days, "service.opened", product_id=RINGTONE, effective_on=day)


def test_who_never_uses_it_turns_silent_at_midnight_although_the_next_event_comes_later() -> None:
    state = fold_all(
        State(),
        [at(0, "customer.registered", profile={}), opened(10), at(200, "month.closed", month="x")],
        DEFS,
    )
    midnight = 41 - 12 / 24  # noon of 1 June + 10 days + 30 days, and the midnight in Shanghai after that
    assert ringtone(state) == [(0, "潜在"), (10, "新增"), (midnight, "沉默")]


def test_somebody_who_asks_is_interested_for_30_days_and_then_not_any_more() -> None:
    asks = at(
        3, "intent.recognised", intent="vas_service", entities=[{"entity": "service_name", "value": RINGTONE}]
    )
    state = fold_all(
        State(), [at(0, "customer.registered", profile={}), asks, at(90, "month.closed", month="x")], DEFS
    )
    assert ringtone(state) == [(0, "潜在"), (3, "意向"), (33, "潜在")]


def test_an_order_here_and_a_cancellation_there_begin_and_end_a_service() -> None:
    order = {"line": "service", "action": "order", "product_id": RINGTONE, "effective_on": "2026-06-02"}
    gone = {"line": "service", "action": "cancel", "product_id": RINGTONE, "effective_on": "2026-07-01"}
    events = [
        at(0, "customer.registered", profile={}),
        at(1, "order.placed", **order),
        at(5, "order.cancelled", **gone),
    ]
    state = fold_all(State(), [*events, at(60, "month.closed", month="x")], DEFS)
    ends = 30 - 12 / 24  # midnight before 1 July
    assert ringtone(state) == [(0, "潜在"), (1, "新增"), (5, "预警"), (ends, "流失")]


def test_an_event_that_arrives_late_never_makes_the_history_run_backwards() -> None:
    late = at(2, "service.closed", product_id=RINGTONE, effective_on="2026-06-03")
    state = fold_all(State(), [at(0, "customer.registered", profile={}), opened(10), late], DEFS)
    days = [day for day, _ in ringtone(state)]
    assert days == sorted(days)
    assert state.tags["life_ringtone"].since == NOON + timedelta(days=10)


def test_who_withdraws_personalisation_leaves_every_stage_and_comes_back_with_the_consent() -> None:
    said = {"channel": "*", "purpose": "personalisation"}
    events = [
        at(0, "customer.registered", profile={}),
        at(5, "consent.withdrawn", **said),
        at(9, "consent.given", **said),
    ]
    state = fold_all(State(), events, DEFS)
    assert ringtone(state) == [(0, "潜在"), (5, None), (9, "潜在")]


def _life(rng: Random) -> list[Event]:
    """Half a year in no special order of kinds."""
    days = sorted(rng.uniform(0, 180) for _ in range(rng.randint(1, 40)))
    makers = (
        lambda day: opened(day),
        lambda day: at(
            day,
            "service.closed",
            product_id=RINGTONE,
            effective_on=(NOON + timedelta(days=day)).date().isoformat(),
        ),
        lambda day: at(day, "service.used", product_id=RINGTONE),
        lambda day: at(day, "dispute.raised", ticket=str(day)),
        lambda day: at(
            day,
            "holding.changed",
            product_id=rng.choice("abc"),
            kind="cash",
            risk="R1",
            amount=rng.choice([0, 100]),
            matures=(NOON + timedelta(days=day + rng.randint(1, 60))).date().isoformat(),
        ),
        lambda day: at(day, "order.placed", line="wealth", action=rng.choice(["subscribe", "redeem"])),
        lambda day: at(
            day, "intent.recognised", intent=rng.choice(["ask_deposit", "buy_wealth", "broadband_service"])
        ),
        lambda day: at(
            day, "customer.updated", profile={"broadband": rng.random() < 0.5, "household": "family"}
        ),
        lambda day: at(day, "referral.made"),
    )
    return [rng.choice(makers)(day) for day in days]


@pytest.mark.parametrize("seed", range(40))
def test_everybody_is_in_exactly_one_stage_of_each_lifecycle_at_every_moment(seed: int) -> None:
    """The history says of every moment what the rule says of it then."""
    rng = Random(seed)
    state, states = State(), []
    for event in _life(rng):
        state = fold(state, event, DEFS)
        states.append((event.at, state))
    end = states[-1][0] + timedelta(days=120)
    state = fold(state, Event("month.closed", "c1", end, "app", "system", {"month": "2026-12"}), DEFS)
    for key in KEPT:
        moves = [move for move in distinct(state.moves) if move.key == key]
        assert [move.at for move in moves] == sorted({move.at for move in moves})
        for _ in range(10):
            moment = NOON + timedelta(days=rng.uniform((states[0][0] - NOON).days + 1, 290))
            held = [move.value for move in moves if move.at <= moment][-1:]
            known = [one for when, one in states if when <= moment][-1:]
            if not held or not known or moment > end:
                continue
            assert held == [_stage(key, known[0], moment)], (key, moment)


def _stage(key: str, state: State, moment: datetime) -> str:
    value = DEFS.by_key[key].value(Scope(state.facts, {}, moment))
    assert value in [one.name for one in DEFS.by_key[key].tag.values]
    return str(value)


def test_of_two_moves_at_one_moment_the_last_counts() -> None:
    moves = [Move("a", NOON, "x"), Move("a", NOON, "y"), Move("b", NOON, "x")]
    assert distinct(moves) == [Move("a", NOON, "y"), Move("b", NOON, "x")]
