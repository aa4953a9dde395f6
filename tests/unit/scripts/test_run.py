import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.ports import free_ports


def make_run(var: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    ports = free_ports()
    environment = {
        **os.environ,
        "HUAKE_VAR": str(var),
        "HUAKE_PORT": str(ports.gateway),
        "HUAKE_RASA_PORT": str(ports.rasa),
        "HUAKE_ACTIONS_PORT": str(ports.actions),
        "HUAKE_REDIS_PORT": str(ports.redis),
        **settings,
    }
    command = [sys.executable, "-m", "scripts.run"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_busy_port_stops_it_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = make_run(tmp_path, HUAKE_PORT=str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"make run: port {port} (gateway) is in use: end the program that holds it, "
        f"or choose another with `HUAKE_PORT={port + 1} make run`"
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["run.lock"]


def test_a_wrong_port_setting_is_one_clear_line(tmp_path: Path) -> None:
    done = make_run(tmp_path, HUAKE_RASA_PORT="rasa")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "HUAKE_RASA_PORT" in done.stderr


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"HUAKE_CONTACT": "x"}, "HUAKE_CONTACT is no JSON"),
        ({"HUAKE_VAR": "/dev/null/var"}, "/dev/null/var: Not a directory"),
    ],
)
def test_a_wrong_setting_ends_it_before_anything_is_built(
    tmp_path: Path, settings: dict[str, str], told: str
) -> None:
    done = make_run(tmp_path, **settings)
    assert done.returncode == 2
    assert told in done.stderr and done.stderr.count("\n") == 1
    assert done.stdout == ""
