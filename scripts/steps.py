"""Commands that come to an end: run one, show it, stop it with us."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from scripts.environments import ROOT
from scripts.processes import PartFailed
from scripts.signals import end_with_parent


def huake(module: str, *arguments: str) -> tuple[str, ...]:
    """The command ``python -m module …`` of the Python that runs this."""
    return (sys.executable, "-m", module, *arguments)


def run_step(
    title: str, command: tuple[str, ...], environment: Mapping[str, str], folder: Path = ROOT
) -> None:
    """Run a command, its output passed through. Raises PartFailed if it fails; ends it if we are ended."""
    started = time.monotonic()
    print(f"{title} …", flush=True)
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    try:
        code = child.wait()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    if code != 0:
        raise PartFailed(
            f"could not {title} (code {code}): read the lines above, or run `{' '.join(command)}`"
        )
    print(f"{title}: done in {time.monotonic() - started:.1f} s", flush=True)
