"""Debian's chromium and a Chinese font for the browser tests, installed when missing."""

import os
import shutil
import subprocess
import sys

PACKAGES = {"chromium": ("chromium", "--version"), "fonts-noto-cjk": ("fc-list", ":lang=zh")}


def missing() -> list[str]:
    """The packages whose program or font is not there."""
    return [package for package, probe in PACKAGES.items() if not _says_something(probe)]


def main() -> int:
    """0 when both are there; otherwise 1 and one line that says what to install."""
    wanted = missing()
    if not wanted:
        return 0
    command = f"apt-get install -y {' '.join(wanted)}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(
            f"make test: the browser tests need {' and '.join(wanted)}: run `sudo {command}`", file=sys.stderr
        )
        return 1
    print(f"installing {' and '.join(wanted)} …", flush=True)
    if not _apt("update") or not _apt("install", "-y", "--no-install-recommends", *wanted):
        print(f"make test: `{command}` failed, see above; repair it and run again", file=sys.stderr)
        return 1
    return 0


def _says_something(command: tuple[str, ...]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0 and bool(done.stdout.strip())


def _apt(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *arguments)
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
