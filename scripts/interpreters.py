"""Find a Python interpreter of a given version: on PATH, among pyenv's, or one that uv knows.

Standard library only, so that any Python >= 3.8 can run it.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, Mapping, Optional

PROBE = """
import ensurepip, ssl, sys, venv
print("%d.%d %s" % (sys.version_info[0], sys.version_info[1], sys.executable))
"""


def find_interpreter(version: str, env: Optional[Mapping[str, str]] = None) -> Optional[Path]:
    """The first interpreter of ``version`` ("3.11") that runs and can make environments, or None."""
    env = os.environ if env is None else env
    for candidate in _candidates(version, env):
        found = _probe(candidate, version, env)
        if found:
            return found
    return None


def _candidates(version: str, env: Mapping[str, str]) -> Iterator[str]:
    for name in ("python" + version, "python3", "python"):
        path = shutil.which(name, path=env.get("PATH", ""))
        if path:
            yield path
    yield from _pyenv_candidates(version, env)
    uv = shutil.which("uv", path=env.get("PATH", ""))
    if uv:
        yield _output([uv, "python", "find", version], env).strip()


def _pyenv_candidates(version: str, env: Mapping[str, str]) -> Iterator[str]:
    """pyenv's builds of ``version``, the newest patch level first."""
    root = Path(env.get("PYENV_ROOT") or Path(env.get("HOME", "/")) / ".pyenv")
    builds = [path for path in (root / "versions").glob(version + ".*") if path.name.split(".")[-1].isdigit()]
    for build in sorted(builds, key=lambda path: int(path.name.split(".")[-1]), reverse=True):
        yield str(build / "bin" / "python")


def _probe(candidate: str, version: str, env: Mapping[str, str]) -> Optional[Path]:
    """The real executable behind ``candidate`` if it is ``version`` and complete."""
    found, _, executable = _output([candidate, "-c", PROBE], env).strip().partition(" ")
    return Path(executable) if found == version else None


def _output(command: "list[str]", env: Mapping[str, str]) -> str:
    """What a command prints; empty if it fails or does not exist."""
    try:
        result = subprocess.run(
            command, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode(errors="replace") if result.returncode == 0 else ""
