"""The optional Spark of the lock files, for the tests that need it: installed where Java is new enough."""

import re
import shutil
import subprocess
import sys

from scripts.environments import HUAKE, ROOT

LOCK = ROOT / "requirements" / "spark.txt"
JAVA = 17  # the oldest that Spark 4 runs on


def main() -> int:
    """0 when Spark is there, or is not wanted: without Java its test says that it is skipped."""
    version = java_version()
    if version is None or version < JAVA:
        print(f"make test: no Java {JAVA} or newer, so what needs Spark is skipped")
        return 0
    pip = [str(HUAKE.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-r", str(LOCK)], check=False)
    if done.returncode:
        print(f"make test: Spark cannot be installed from {LOCK}, see above", file=sys.stderr)
    return done.returncode


def java_version() -> int | None:
    """The major version of the ``java`` on the path; none when there is none."""
    if shutil.which("java") is None:
        return None
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    return major(said.stderr + said.stdout)


def major(said: str) -> int | None:
    """``openjdk version "17.0.15"`` → 17, the old ``"1.8.0_292"`` → 8."""
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found.group(1)) if found else None


if __name__ == "__main__":
    sys.exit(main())
