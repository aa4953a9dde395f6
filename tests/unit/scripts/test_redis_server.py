import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from scripts.ports import free_ports
from scripts.processes import Supervisor
from scripts.readiness import redis_answers, worker_beats
from scripts.redis_server import redis_part, redis_url


@pytest.fixture
def port() -> int:
    return free_ports().redis


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "log")
    supervisor.start(redis_part(tmp_path / "redis", port, "geheim"))
    supervisor.wait_ready("redis")
    yield supervisor
    supervisor.stop_all()


def test_what_was_written_survives_a_crash(server: Supervisor, port: int) -> None:
    with redis.Redis.from_url(redis_url(port, "geheim"), decode_responses=True) as client:
        client.set("huake:worker:heartbeat", "1")
    server.kill("redis")
    assert not redis_answers(redis_url(port, "geheim"))
    server.restart("redis")
    assert worker_beats(redis_url(port, "geheim"))


def test_it_asks_for_the_password_and_keeps_it_to_itself(
    server: Supervisor, port: int, tmp_path: Path
) -> None:
    assert not redis_answers(f"redis://127.0.0.1:{port}/0")
    assert not redis_answers(redis_url(port, "wrong"))
    assert stat.S_IMODE((tmp_path / "redis" / "redis.conf").stat().st_mode) == 0o600
    assert "geheim" not in " ".join(server.parts["redis"].command)
