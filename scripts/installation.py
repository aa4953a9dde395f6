"""One virtual environment: whether it is what its lock file says, and the pip that makes it so.

Standard library only, so that any Python >= 3.8 can run it.
"""

import hashlib
import subprocess
import time
from pathlib import Path
from typing import List, NamedTuple

STAMP = "huake-lock.sha256"
PROGRESS_SECONDS = 10.0


class EnvironmentFailed(Exception):
    """An environment cannot be made; the message says what to do."""


class Environment(NamedTuple):
    """The Python it needs, its folder, its lock file."""

    version: str
    folder: Path
    lock: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"


class Installation(NamedTuple):
    """A pip that is at work on an environment."""

    environment: Environment
    process: "subprocess.Popen[bytes]"
    log: Path
    total: int


def is_fresh(environment: Environment) -> bool:
    """Whether the environment runs and was made from the lock file as it is now."""
    stamp = environment.folder / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint(environment) and _runs(environment)


def fingerprint(environment: Environment) -> str:
    """What the stamp of a finished environment says: a hash of version and lock."""
    return hashlib.sha256(environment.version.encode() + b"\n" + environment.lock.read_bytes()).hexdigest()


def start(environment: Environment, interpreter: Path, logs: Path) -> Installation:
    """Create the folder if it does not run yet, and start pip in it."""
    stamp = environment.folder / STAMP
    if stamp.exists():
        stamp.unlink()
    if not _runs(environment):
        print("Python %s: making %s with %s" % (environment.version, environment.folder.name, interpreter))
        subprocess.run([str(interpreter), "-m", "venv", "--clear", str(environment.folder)], check=True)
    log = logs / ("environment-%s.log" % environment.version)
    pip = [str(environment.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*pip, "-r", str(environment.lock)], stdout=output, stderr=subprocess.STDOUT, cwd=str(log.parent)
        )
    total = sum("==" in line for line in environment.lock.read_text().splitlines())
    print("Python %s: installing %d packages, log in %s" % (environment.version, total, log), flush=True)
    return Installation(environment, process, log, total)


def wait(running: List[Installation]) -> None:
    """Print progress until every pip has ended; stamp the good ones, raise for the first bad one."""
    started = said = time.monotonic()
    waiting = list(running)
    while waiting:
        time.sleep(0.1)
        if time.monotonic() - said >= PROGRESS_SECONDS:
            said = time.monotonic()
            for installation in waiting:
                print(progress(installation, int(said - started)), flush=True)
        for installation in [item for item in waiting if item.process.poll() is not None]:
            waiting.remove(installation)
            _finish(installation)


def progress(installation: Installation, seconds: int) -> str:
    """One line: how far pip is."""
    lines = installation.log.read_text(errors="replace").splitlines()
    fetched = sum(line.startswith("Collecting ") for line in lines)
    what = "%d of %d found" % (min(fetched, installation.total), installation.total)
    if any(line.startswith("Installing collected packages") for line in lines):
        what = "unpacking"
    return "Python %s: %s (%d s)" % (installation.environment.version, what, seconds)


def _runs(environment: Environment) -> bool:
    try:
        return subprocess.run([str(environment.python), "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def _finish(installation: Installation) -> None:
    environment = installation.environment
    if installation.process.returncode != 0:
        errors = [
            line for line in installation.log.read_text(errors="replace").splitlines() if "ERROR" in line
        ]
        raise EnvironmentFailed(
            "pip failed for Python %s: %s. The whole log is in %s; check the network and run make again."
            % (environment.version, (errors or ["no message"])[0], installation.log)
        )
    (environment.folder / STAMP).write_text(fingerprint(environment))
    print("Python %s: ready in %s" % (environment.version, environment.folder.name), flush=True)
