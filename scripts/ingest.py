"""``python -m scripts.ingest``: how fast events come in; none is lost or doubled when parts are killed.

Redis and the worker run as in production (append-only file, a flush per command), on an empty database.
"""

import argparse
import itertools
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from tqdm import tqdm

from recsys.engine import Engine, open_engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.settings import Settings
from recsys.sql import schema as t
from recsys.sql.migrate import migrate
from scripts.environments import ROOT
from scripts.parts import worker_part
from scripts.ports import free_ports
from scripts.processes import PartFailed, Supervisor
from scripts.quality.accuracy import quantile
from scripts.redis_server import redis_part, redis_url

CUSTOMERS = 5_000
AT_ONCE = 20  # events of one call, as an app or a partner sends them
SETTLE_S = 120.0
PER_SECOND = 1_500  # the bars
P99_MS = 50.0
KINDS = (
    (
        "intent.recognised",
        {"intent": "ask_plan_recommend", "confidence": 0.9, "entities": [], "turn_id": "t"},
    ),
    ("intent.recognised", {"intent": "ask_usage", "confidence": 0.8, "entities": [], "turn_id": "t"}),
    ("message.received", {"text": "流量不够用", "kind": "text", "turn_id": "t"}),
    ("answer.shown", {"answers": [{"id": "faq", "version": "1"}], "turn_id": "t"}),
    ("recommendation.declined", {"decision_id": "d", "product_ids": ["yt_cx_79"], "text": "太贵"}),
)


@dataclass(frozen=True, slots=True)
class Ingest:
    """What came out. Times in ms; ``stored_per_second`` counts until the last event was in log and tags."""

    events: int
    kills: int
    accepted_per_second: float
    stored_per_second: float
    p50: float
    p99: float
    lost: int
    doubled: int
    differences: int  # between the tags as stored and as folded again from the log
    worker_mb: tuple[float, float]  # resident, at the start and at the end

    def line(self) -> str:
        """For people."""
        return (
            f"{self.events} events, {self.kills} kills: accepted {self.accepted_per_second:.0f}/s "
            f"(p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms a call of {AT_ONCE}), in log and tags "
            f"{self.stored_per_second:.0f}/s; lost {self.lost}, doubled {self.doubled}, "
            f"{self.differences} differences after a replay; worker {self.worker_mb[0]:.0f} → "
            f"{self.worker_mb[1]:.0f} MB"
        )

    def missed(self) -> list[str]:
        """The bars that were not reached; speed counts only where nothing was killed."""
        found = [] if not (self.lost or self.doubled or self.differences) else ["events lost or doubled"]
        if not self.kills and self.stored_per_second < PER_SECOND:
            found.append(f"{self.stored_per_second:.0f} events/s stored, the bar {PER_SECOND}")
        if not self.kills and self.p99 > P99_MS:
            found.append(f"p99 {self.p99:.0f} ms, the bar {P99_MS:.0f}")
        return found


@dataclass
class Stores:
    """Redis and a worker of their own, and an engine that looks at them."""

    supervisor: Supervisor
    engine: Engine

    @classmethod
    def start(cls, folder: Path) -> "Stores":
        """Begin with nothing in ``folder``."""
        shutil.rmtree(folder, ignore_errors=True)
        url = redis_url(free_ports().redis, "bench")
        engine = open_engine(Settings(var=folder, redis_url=url, database_url=""), search=False)
        migrate(engine.sql)
        supervisor = Supervisor(folder / "log")
        supervisor.start(redis_part(folder / "redis", int(url.rpartition(":")[2].partition("/")[0]), "bench"))
        supervisor.wait_ready("redis")
        supervisor.start(worker_part({"HUAKE_VAR": str(folder), "REDIS_URL": url}, url))
        supervisor.wait_ready("worker")
        return cls(supervisor, engine)

    def stop(self) -> None:
        """End both."""
        self.engine.close()
        self.supervisor.stop_all()

    def stored(self) -> int:
        """Events in the log."""
        with self.engine.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(t.events)) or 0

    def worker_mb(self) -> float:
        """Resident memory of the worker."""
        status = Path(f"/proc/{self.supervisor.children['worker'].pid}/status")
        if not status.exists():
            return 0.0
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def measure(folder: Path, events: int, kills: int = 0, seed: int = 1) -> Ingest:
    """Publish as fast as it goes; kill worker and Redis in turn at even distances, ``kills`` times."""
    stores = Stores.start(folder)
    try:
        calls = list(_calls(events, seed))
        every = max(1, len(calls) // (kills + 1)) if kills else len(calls) + 1
        times: list[float] = []
        memory, started, killed = stores.worker_mb(), time.perf_counter(), 0
        for number, call in enumerate(tqdm(calls, unit="call", file=sys.stderr), 1):
            times.append(_publish(stores.engine, call))
            if number % every == 0 and killed < kills:
                _kill(stores.supervisor, "worker" if killed % 2 else "redis")
                killed += 1
        accepted = time.perf_counter() - started
        _settle(stores, events)
        stored = time.perf_counter() - started
        return _result(stores, events, killed, (accepted, stored), times, memory)
    finally:
        stores.stop()


def _result(
    stores: Stores, events: int, kills: int, seconds: tuple[float, float], times: list[float], memory: float
) -> Ingest:
    with stores.engine.read() as connection:
        distinct = connection.scalar(sa.select(sa.func.count(sa.distinct(t.events.c.id)))) or 0
    ordered = sorted(times)
    return Ingest(
        events=events,
        kills=kills,
        accepted_per_second=events / seconds[0],
        stored_per_second=events / seconds[1],
        p50=quantile(ordered, 0.5),
        p99=quantile(ordered, 0.99),
        lost=events - distinct,
        doubled=stores.stored() - distinct,
        differences=len(replay(stores.engine).differences),
        worker_mb=(memory, stores.worker_mb()),
    )


def _calls(events: int, seed: int) -> Iterator[Sequence[Event]]:
    rng = random.Random(seed)
    made = (_event(number, rng) for number in range(events))
    while call := list(itertools.islice(made, AT_ONCE)):
        yield call


def _event(number: int, rng: random.Random) -> Event:
    kind, payload = rng.choice(KINDS)
    customer = f"c{rng.randrange(CUSTOMERS):06}"
    return Event(kind, customer, datetime.now(UTC), "app", "customer", dict(payload), id=f"e_bench_{number}")


def _publish(engine: Engine, call: Sequence[Event]) -> float:
    started = time.perf_counter()
    publish(engine, call)
    return (time.perf_counter() - started) * 1000


def _kill(supervisor: Supervisor, part: str) -> None:
    supervisor.kill(part)
    supervisor.start(supervisor.parts[part])


def _settle(stores: Stores, events: int) -> None:
    deadline = time.monotonic() + SETTLE_S
    while stores.stored() < events and time.monotonic() < deadline:
        time.sleep(0.05)


def main() -> int:
    """Print what came out; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.ingest", description=__doc__)
    parser.add_argument("--events", type=int, default=30_000)
    parser.add_argument("--kills", type=int, default=0, help="how often worker and Redis are killed, in turn")
    arguments = parser.parse_args()
    try:
        result = measure(ROOT / "var" / "bench" / "ingest", arguments.events, arguments.kills)
    except PartFailed as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 1
    print(result.line())
    for missed in result.missed():
        print(f"MISSED: {missed}")
    return int(bool(result.missed()))


if __name__ == "__main__":
    sys.exit(main())
