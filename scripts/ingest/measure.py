"""Publish events at full speed, with kills if wanted, and at a fixed pace."""

import sys
import time

from tqdm import tqdm

from recsys.events.log import publish
from recsys.events.replay import replay
from scripts.ingest.made_up import AT_ONCE, calls
from scripts.ingest.outcome import PER_SECOND, Flood, Pace
from scripts.ingest.stores import Stores

SAMPLES = 20  # of the worker's memory


def flood(stores: Stores, events: int, kills: int = 0, seed: int = 1) -> Flood:
    """One caller, as fast as it goes; Redis and worker are killed in turn at even distances."""
    waiting, before = list(calls(events, seed)), stores.stored()
    killed_at = {len(waiting) * (number + 1) // (kills + 1): number for number in range(kills)}
    sampled = max(1, len(waiting) // SAMPLES)
    memory: list[float] = []
    started = time.perf_counter()
    for number, call in enumerate(tqdm(waiting, unit="call", file=sys.stderr), 1):
        publish(stores.engine, call)
        if number in killed_at:
            stores.kill("worker" if killed_at[number] % 2 else "redis")
        if number % sampled == 0:
            memory.append(stores.worker_mb())
    accepted = time.perf_counter() - started
    stores.settle(before + events)
    stored = time.perf_counter() - started
    return _checked(stores, events, len(killed_at), accepted, stored, memory, before)


def _checked(
    stores: Stores,
    events: int,
    kills: int,
    accepted_s: float,
    stored_s: float,
    worker_mb: list[float],
    before: int,
) -> Flood:
    distinct = stores.distinct()
    return Flood(
        events=events,
        kills=kills,
        accepted_s=accepted_s,
        stored_s=stored_s,
        lost=before + events - distinct,
        doubled=stores.stored() - distinct,
        differences=len(replay(stores.engine).differences),
        worker_mb=worker_mb,
    )


def pace(stores: Stores, seconds: float, per_second: float = PER_SECOND, seed: int = 2) -> Pace:
    """Calls that fall due at a fixed rate for so many seconds."""
    waiting, before = list(calls(int(seconds * per_second), seed)), stores.stored()
    times: list[float] = []
    started = time.perf_counter()
    for number, call in enumerate(tqdm(waiting, unit="call", file=sys.stderr)):
        due = started + number * AT_ONCE / per_second
        time.sleep(max(0.0, due - time.perf_counter()))
        publish(stores.engine, call)
        times.append((time.perf_counter() - due) * 1000)
    ended = time.perf_counter()
    stores.settle(before + len(waiting) * AT_ONCE)
    return Pace(per_second, sorted(times), time.perf_counter() - ended)
