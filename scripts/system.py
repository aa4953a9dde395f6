"""The whole of Huake as processes: redis, rasa, actions, gateway, worker.

``make run`` and the end-to-end tests both start it here.
"""

import fcntl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from scripts.credentials import Credentials, load_credentials, remember_redis
from scripts.parts import actions_part, gateway_part, part_environment, rasa_part, worker_part
from scripts.ports import Ports, check_free
from scripts.prepare import build_index, fill_database, is_demo
from scripts.processes import PartFailed, Supervisor
from scripts.readiness import redis_answers
from scripts.redis_server import redis_part, redis_url
from scripts.training import ensure_model


@dataclass
class System:
    """A started Huake. ``url`` is the gateway; secrets and the Redis address are there for tests."""

    var: Path
    ports: Ports
    credentials: Credentials
    redis_url: str
    supervisor: Supervisor
    lock: TextIO
    settings: Mapping[str, str] = field(default_factory=dict)  # beyond those that are derived from the rest

    @property
    def url(self) -> str:
        """The public address."""
        return f"http://127.0.0.1:{self.ports.gateway}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings that every part and every command of this system gets."""
        derived = part_environment(self.var, self.ports, self.credentials, self.redis_url)
        return {**derived, **self.settings}

    @property
    def demo(self) -> bool:
        """Whether there are demo customers and logins."""
        return is_demo(self.environment)

    def kill(self, part: str) -> None:
        """End one part at once, as a crash would."""
        self.supervisor.kill(part)

    def restart(self, part: str) -> None:
        """Start one part again and wait until it is ready."""
        self.supervisor.restart(part)

    def check(self) -> None:
        """Raise PartFailed if a part has died."""
        self.supervisor.check_all()

    def stop(self) -> None:
        """End everything. Safe to call twice."""
        self.supervisor.stop_all()
        self.lock.close()


def start_system(
    var: Path,
    ports: Ports,
    *,
    external_redis: str = "",
    population: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> System:
    """Prepare index, model, database and demo customers, then start all parts; returns when all are ready.

    ``settings`` (``HUAKE_…``, ``DATABASE_URL``) go before those of our own environment, in a restart too.
    Raises PortBusy or PartFailed; then nothing is left running.
    """
    system = _open(var.resolve(), ports, external_redis, settings or {})
    try:
        ensure_model(build_index(system.environment), system.supervisor.logs)
        if not external_redis:
            _start_redis(system)
        # Rasa takes longest to start, so it does that while the database is filled.
        system.supervisor.start(rasa_part(system.environment, ports, system.credentials))
        fill_database(system.environment, population)
        for make in (actions_part, gateway_part):
            system.supervisor.start(make(system.environment, ports))
        system.supervisor.start(worker_part(system.environment, system.redis_url))
        for name in ("actions", "rasa", "gateway", "worker"):
            system.supervisor.wait_ready(name)
            print(f"{name} is ready", flush=True)
    except BaseException:
        system.stop()
        raise
    return system


def _open(var: Path, ports: Ports, external_redis: str, settings: Mapping[str, str]) -> System:
    used = ports.without_redis() if external_redis else ports
    lock = _lock(var)
    try:
        check_free(used)
        if external_redis and not redis_answers(external_redis):
            raise PartFailed(
                "the Redis of REDIS_URL does not answer: start it, correct REDIS_URL or unset it"
            )
        credentials = load_credentials(var / "secrets.json")
    except BaseException:
        lock.close()
        raise
    url = external_redis or redis_url(ports.redis, credentials.redis_password)
    remember_redis(var / "secrets.json", url)
    return System(var, used, credentials, url, Supervisor(var / "log"), lock, settings)


def _lock(var: Path) -> TextIO:
    """Hold ``var`` for us alone: two systems in one folder would write over each other."""
    var.mkdir(parents=True, exist_ok=True)
    lock = (var / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise PartFailed(
            f"Huake already runs in {var}: end it first, or set HUAKE_VAR to another folder"
        ) from error
    return lock


def _start_redis(system: System) -> None:
    password = system.credentials.redis_password
    system.supervisor.start(redis_part(system.var / "redis", system.ports.redis, password))
    system.supervisor.wait_ready("redis")
    print("redis is ready", flush=True)
