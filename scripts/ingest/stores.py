"""Redis and a worker of their own, run as in production: append-only file, a flush per command."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from recsys.engine import Engine, open_engine
from recsys.events.stream import HEARTBEAT
from recsys.settings import Settings
from recsys.sql import schema as t
from recsys.sql.migrate import migrate
from scripts.memory import resident_mb
from scripts.parts import worker_part
from scripts.ports import free_ports
from scripts.processes import Part, Supervisor
from scripts.redis_server import redis_part, redis_url

SETTLE_S = 120.0


@dataclass
class Stores:
    """The two processes, and an engine that looks at what they keep."""

    supervisor: Supervisor
    engine: Engine

    @classmethod
    def start(cls, folder: Path) -> "Stores":
        """Begin with nothing in ``folder``. Raises PartFailed; then nothing is left running."""
        shutil.rmtree(folder, ignore_errors=True)
        port = free_ports().redis
        url = redis_url(port, "bench")
        engine = open_engine(Settings(var=folder, redis_url=url, database_url=""), search=False)
        migrate(engine.sql)
        stores = cls(Supervisor(folder / "log"), engine)
        try:
            stores._launch(redis_part(folder / "redis", port, "bench"))
            stores._launch(worker_part({"HUAKE_VAR": str(folder), "REDIS_URL": url}, url))
        except BaseException:
            stores.stop()
            raise
        return stores

    def _launch(self, part: Part) -> None:
        self.supervisor.start(part)
        self.supervisor.wait_ready(part.name)

    def stop(self) -> None:
        """End both."""
        self.engine.close()
        self.supervisor.stop_all()

    def kill(self, part: str) -> None:
        """As a crash would, once all parts work again after the kill before; start it again, do not wait."""
        for name in self.supervisor.parts:
            self.supervisor.wait_ready(name)
        self.supervisor.kill(part)
        if part == "worker":
            self.engine.redis.delete(HEARTBEAT)  # that of the dead one would pass for its successor's
        self.supervisor.start(self.supervisor.parts[part])

    def stored(self) -> int:
        """Events in the log."""
        with self.engine.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(t.events)) or 0

    def distinct(self) -> int:
        """Different events in the log."""
        with self.engine.read() as connection:
            return connection.scalar(sa.select(sa.func.count(sa.distinct(t.events.c.id)))) or 0

    def settle(self, events: int) -> None:
        """Wait until so many are in the log, at most two minutes."""
        deadline = time.monotonic() + SETTLE_S
        while self.stored() < events and time.monotonic() < deadline:
            time.sleep(0.05)

    def worker_mb(self) -> float:
        """Resident memory of the worker."""
        return resident_mb(self.supervisor.groups["worker"])
