"""Make .venv310 (Rasa) and .venv311 (everything else) from the lock files, when those changed.

Standard library only, so that any Python >= 3.8 can run it: ``python -m scripts.environments``.
"""

import sys
from pathlib import Path
from typing import List, Tuple

from scripts.installation import Environment, EnvironmentFailed, Installation, is_fresh, start, wait
from scripts.interpreters import find_interpreter

ROOT = Path(__file__).resolve().parent.parent
HUAKE = Environment("3.11", ROOT / ".venv311", ROOT / "requirements" / "huake.txt")
RASA = Environment("3.10", ROOT / ".venv310", ROOT / "requirements" / "rasa.txt")


def main() -> int:
    """Bring both environments up to date; 0 if they are, 1 with one line on stderr if not."""
    try:
        ensure((HUAKE, RASA), ROOT / "var" / "log")
    except EnvironmentFailed as error:
        print("make env: %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def ensure(environments: Tuple[Environment, ...], logs: Path) -> None:
    """Make what is missing or outdated, all at the same time. Raises EnvironmentFailed."""
    stale = [
        (environment, _interpreter(environment)) for environment in environments if not is_fresh(environment)
    ]
    logs.mkdir(parents=True, exist_ok=True)
    running: List[Installation] = []
    try:
        for environment, interpreter in stale:
            running.append(start(environment, interpreter, logs))
        wait(running)
    finally:
        for installation in running:
            if installation.process.poll() is None:
                installation.process.terminate()
                installation.process.wait()


def _interpreter(environment: Environment) -> Path:
    found = find_interpreter(environment.version)
    if found is None:
        raise EnvironmentFailed(
            "Python {0} with venv is missing (looked on PATH, in pyenv and uv). Install it, e.g. "
            "`pyenv install {0}` or `uv python install {0}`, then run make again.".format(environment.version)
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
