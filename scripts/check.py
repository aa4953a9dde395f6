"""``make check``: format, lint, types, import rules and training data, two at a time."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.environments import HUAKE, RASA, ROOT


@dataclass(frozen=True)
class Check:
    """One command that must succeed without a warning."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of it."""

    name: str
    code: int
    output: str
    seconds: float


def checks() -> tuple[Check, ...]:
    """All of them, the slow ones first."""
    python, rasa = str(HUAKE.python), str(RASA.python)
    ours = ("kb", "recsys", "actions", "channels", "scripts")
    under_rasa = ("--python-executable", rasa, "--python-version", "3.10", "--cache-dir", ".mypy_cache/bot")
    data = ("--domain", "bot/domain", "--config", "config.yml", "--data", "nlu_data", "bot/rules")
    return (
        Check("types", (python, "-m", "mypy", "--cache-dir", ".mypy_cache/ours", *ours)),
        Check("training data", (rasa, "-m", "rasa", "data", "validate", "--fail-on-warnings", *data)),
        Check("types of the bot", (python, "-m", "mypy", *under_rasa, "-p", "bot")),
        Check("import rules", (str(HUAKE.folder / "bin" / "lint-imports"),)),
        Check("format", (python, "-m", "ruff", "format", "--check", "--output-format", "concise", ".")),
        Check("lint", (python, "-m", "ruff", "check", "--output-format", "concise", ".")),
    )


def run(check: Check) -> Result:
    """Run one check and keep what it says."""
    started = time.monotonic()
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Result(check.name, done.returncode, done.stdout, time.monotonic() - started)


def main() -> int:
    """1 if any check fails; what it said is printed."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = []
        for result in pool.map(run, checks()):
            results.append(result)
            print(f"check {result.name}: {'ok' if result.code == 0 else 'FAILED'} ({result.seconds:.0f} s)")
            if result.code != 0:
                print(result.output, flush=True)
    return int(any(result.code != 0 for result in results))


if __name__ == "__main__":
    sys.exit(main())
