"""``make run``: prepare, start everything, print the links, show events, end all on Ctrl-C."""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import redis

from recsys.plainly import plainly
from recsys.settings import Settings
from scripts.environments import ROOT
from scripts.event_lines import last_id, next_lines
from scripts.ports import PortBusy, Ports
from scripts.processes import PartFailed
from scripts.signals import ENDING_SIGNALS
from scripts.system import System, start_system


class Asked(BaseException):
    """Somebody wants us to end."""


def main() -> int:
    """0 after Ctrl-C or SIGTERM, 1 with one line on stderr when something fails."""
    for number in ENDING_SIGNALS:
        signal.signal(number, _ask)
    try:
        _run(Path(os.environ.get("HUAKE_VAR", ROOT / "var")).resolve(), Ports.from_environment(os.environ))
    except (PartFailed, PortBusy) as error:
        print(f"make run: {error}", file=sys.stderr)
        return 1
    except Asked:
        print("all ended", flush=True)
    return 0


def _run(var: Path, ports: Ports) -> None:
    Settings()  # a wrong one is told now, not after minutes of building and training
    system = start_system(var, ports, external_redis=os.environ.get("REDIS_URL", ""))
    try:
        with redis.Redis.from_url(system.redis_url, decode_responses=True, socket_timeout=10) as client:
            position = last_id(client)
            _greet(system)
            _show_events(system, client, position)
    finally:
        print("ending …", flush=True)
        system.stop()


def _greet(system: System) -> None:
    for page in ("chat", "copilot", "console"):
        print(f"  {system.url}/{page}")
    if system.demo:
        print("demo logins (role / password):")
        for role, password in system.credentials.demo_passwords.items():
            print(f"  {role:<10} {password}")
    print("Ctrl-C ends everything. Events:", flush=True)


def _show_events(system: System, client: "redis.Redis", position: str) -> None:
    """Print events until a part dies or somebody asks us to end."""
    while True:
        try:
            position, lines = next_lines(client, position)
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
        except redis.ConnectionError:  # ours has died, which the check tells; yours may come back
            time.sleep(1)
        system.check()


def _ask(number: int, frame: FrameType | None) -> None:
    raise Asked


if __name__ == "__main__":
    sys.exit(plainly(main))
