import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from scripts.environments import ROOT
from scripts.ports import PortBusy, Ports, free_ports, is_free, setting_of
from scripts.processes import PartFailed
from scripts.system import System, start_system
from tests.unit.scripts.tiny_huake import patch

TINY = ROOT / "tests" / "unit" / "scripts" / "tiny_huake.py"
EVENT = {
    "type": "order.placed",
    "customer_id": "c000123",
    "at": "2026-05-04T03:02:01+00:00",
    "channel": "app",
}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def noted(pids: Path) -> dict[str, int]:
    """The children that the tiny parts have started."""
    return {line.split()[0]: int(line.split()[1]) for line in pids.read_text().splitlines()}


def gone(pids: list[int]) -> bool:
    """Whether they all end within some seconds."""
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    patch(monkeypatch, tmp_path / "pids")
    system = start_system(tmp_path / "var", free_ports())
    yield system
    system.stop()


def test_a_system_starts_and_ends_whole(running: System, tmp_path: Path) -> None:
    assert list(running.supervisor.children) == ["redis", "rasa", "actions", "gateway", "worker"]
    children = noted(tmp_path / "pids")
    assert set(children) == {"rasa", "actions", "gateway", "worker"}
    running.stop()
    assert gone(list(children.values()))
    assert is_free(running.ports.redis)


def test_every_part_gets_the_secrets_and_addresses(running: System) -> None:
    environment = running.environment
    assert environment["HUAKE_INNER_TOKEN"] == running.credentials.inner_token
    assert environment["HUAKE_RASA_URL"] == f"http://127.0.0.1:{running.ports.rasa}"
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    saved = json.loads((running.var / "secrets.json").read_text())
    assert saved["redis_url"] == environment["REDIS_URL"] == running.redis_url


def test_settings_of_one_system_stay_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patch(monkeypatch, tmp_path / "pids")
    monkeypatch.setenv("HUAKE_DEMO", "true")
    own = {"HUAKE_DEMO": "false", "DATABASE_URL": ""}
    before = dict(os.environ)
    system = start_system(tmp_path / "var", free_ports(), settings=own)
    try:
        assert not system.demo
        assert own.items() <= system.environment.items()
        assert dict(os.environ) == before
    finally:
        system.stop()


def test_killed_redis_comes_back_with_its_data(running: System) -> None:
    with redis.Redis.from_url(running.redis_url, decode_responses=True) as client:
        client.set("huake:kept", "yes")
        running.kill("redis")
        with pytest.raises(PartFailed, match="redis was killed by signal 9"):
            running.check()
        running.restart("redis")
        running.check()
        assert client.get("huake:kept") == "yes"


def test_two_systems_cannot_share_a_folder(running: System) -> None:
    with pytest.raises(PartFailed, match="already runs in"):
        start_system(running.var, free_ports())
    running.check()


def test_a_part_that_fails_takes_the_started_ones_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch(monkeypatch, tmp_path / "pids", failing="gateway")
    ports = free_ports()
    with pytest.raises(PartFailed, match=r"gateway ended with code 1 \(the model is broken\)"):
        start_system(tmp_path / "var", ports)
    assert gone(list(noted(tmp_path / "pids").values()))
    assert is_free(ports.redis)


def test_a_busy_port_is_found_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(PortBusy, match="actions"):
            start_system(tmp_path / "var", Ports(free_ports().gateway, actions=holder.getsockname()[1]))
    assert not (tmp_path / "var" / "redis").exists()


def test_an_unreachable_redis_of_your_own_is_said(tmp_path: Path) -> None:
    ports = free_ports()
    with pytest.raises(PartFailed, match="REDIS_URL does not answer"):
        start_system(tmp_path / "var", ports, external_redis=f"redis://127.0.0.1:{ports.redis}/0")


def start_run(tmp_path: Path, ports: Ports, *arguments: str) -> "subprocess.Popen[str]":
    """``make run`` with tiny parts, as its own process."""
    settings = {setting_of(name): str(port) for name, port in vars(ports).items()}
    environment = {**os.environ, **settings, "HUAKE_VAR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}
    environment.pop("REDIS_URL", None)
    command = [sys.executable, "-u", str(TINY), str(tmp_path / "pids"), *arguments]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def read_until(process: "subprocess.Popen[str]", text: str) -> str:
    assert process.stdout is not None
    said = ""
    while text not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_prints_links_and_events_and_one_signal_ends_all(tmp_path: Path, number: signal.Signals) -> None:
    ports = free_ports()
    with start_run(tmp_path, ports) as process:
        said = read_until(process, "Events:")
        secrets = json.loads((tmp_path / "var" / "secrets.json").read_text())
        for page in ("chat", "copilot", "console"):
            assert f"http://127.0.0.1:{ports.gateway}/{page}" in said
        for role, password in secrets["demo_passwords"].items():
            assert f"{role:<10} {password}" in said
        with redis.Redis.from_url(secrets["redis_url"]) as client:
            client.xadd("huake:events", {"event": json.dumps(EVENT)})
        assert "c0…23" in read_until(process, "order.placed")
        process.send_signal(number)
        process.send_signal(number)  # an impatient second one changes nothing
        rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert errors == ""
    assert "all ended" in rest
    assert gone(list(noted(tmp_path / "pids").values()))
    assert is_free(ports.redis)


def test_run_ends_with_one_line_when_a_part_dies(tmp_path: Path) -> None:
    ports = free_ports()
    with start_run(tmp_path, ports) as process:
        read_until(process, "Events:")
        worker = noted(tmp_path / "pids")["worker"]
        os.killpg(os.getpgid(worker), signal.SIGKILL)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert len(errors.splitlines()) == 1
    assert errors.startswith("make run: worker was killed by signal 9")
    assert "Look into it." in errors
    assert gone(list(noted(tmp_path / "pids").values()))
    assert is_free(ports.redis)


def test_run_ends_with_one_line_when_a_part_does_not_start(tmp_path: Path) -> None:
    with start_run(tmp_path, free_ports(), "rasa") as process:
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert len(errors.splitlines()) == 1
    assert errors.startswith("make run: rasa ended with code 1 (the model is broken)")
    assert gone(list(noted(tmp_path / "pids").values()))
