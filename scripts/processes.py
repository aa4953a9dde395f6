"""Keep a set of child processes: start, wait until ready, restart, end all in reverse order.

Every child leads its own process group, so that what it starts ends with it. It also gets SIGTERM
from the kernel (Linux) should this process be killed outright.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.signals import end_with_parent, undisturbed

POLL_SECONDS = 0.1
GRACE_SECONDS = 8.0


class PartFailed(Exception):
    """A part did not start, did not get ready or died; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """A child process and how to see that it works.

    ``ready`` is asked until it is true, for at most ``timeout`` seconds; ``advice`` says in one
    sentence what a person can do when the part fails.
    """

    name: str
    command: tuple[str, ...]
    ready: Callable[[], bool]
    advice: str
    timeout: float = 60.0
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path(".")


@dataclass
class Supervisor:
    """The running parts, in the order in which they were started. Logs go to ``logs/<part>.log``."""

    logs: Path
    parts: dict[str, Part] = field(default_factory=dict)
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def groups(self) -> dict[str, int]:
        """The process group of each running part."""
        return {name: child.pid for name, child in self.children.items()}

    def start(self, part: Part) -> None:
        """Launch a part without waiting for it. Raises PartFailed if its program is missing."""
        self.logs.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **part.environment}
        with self.log_of(part.name).open("ab") as log:
            try:
                child = subprocess.Popen(
                    part.command,
                    cwd=part.folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=end_with_parent,
                )
            except OSError as error:
                raise PartFailed(f"{part.name} cannot be started: {error}. {part.advice}") from error
        self.parts[part.name] = part
        self.children[part.name] = child

    def wait_ready(self, name: str) -> None:
        """Return when the part is ready. Raises PartFailed when it ends or takes too long."""
        part = self.parts[name]
        deadline = time.monotonic() + part.timeout
        while not part.ready():
            self.check(name)
            if time.monotonic() > deadline:
                raise PartFailed(
                    f"{name} is not ready after {part.timeout:.0f} s. {part.advice} Log: {self.log_of(name)}"
                )
            time.sleep(POLL_SECONDS)
        self.check(name)

    def check(self, name: str) -> None:
        """Raise PartFailed if the part has ended."""
        code = self.children[name].poll()
        if code is not None:
            why = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
            said = last_line(self.log_of(name))
            raise PartFailed(f"{name} {why} ({said}). {self.parts[name].advice} Log: {self.log_of(name)}")

    def check_all(self) -> None:
        """Raise PartFailed if any part has ended."""
        for name in self.children:
            self.check(name)

    def kill(self, name: str) -> None:
        """End a part and all that it started at once, without a chance to tidy up."""
        _signal_group(self.children[name], signal.SIGKILL)
        self.children[name].wait()

    def stop(self, name: str, grace: float = GRACE_SECONDS) -> None:
        """Ask a part to end; after ``grace`` seconds end it."""
        child = self.children[name]
        _signal_group(child, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
        self.kill(name)

    def restart(self, name: str) -> None:
        """Stop a part if it runs, start it again and wait until it is ready."""
        self.stop(name)
        self.start(self.parts[name])
        self.wait_ready(name)

    def stop_all(self) -> None:
        """End all parts, the last started first; a second Ctrl-C does not hinder it. Safe to call twice."""
        with undisturbed():
            for name in reversed(self.children):
                self.stop(name)
            self.children.clear()

    def log_of(self, name: str) -> Path:
        """Where a part's output goes."""
        return self.logs / f"{name}.log"


def last_line(log: Path, size: int = 4096) -> str:
    """The last line of a log that is not empty, for an error message."""
    text = log.read_bytes()[-size:].decode(errors="replace") if log.is_file() else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"


def _signal_group(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Signal the whole group; its leader may be gone already while others still run."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
