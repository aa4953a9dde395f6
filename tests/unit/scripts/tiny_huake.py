"""``make run`` with tiny programs in place of Rasa, actions, gateway and worker, and a real Redis.

Run as a program: the pids of all parts go to ``<var>/pids`` once all are ready.
"""

import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import run, system
from scripts.processes import Part

TINY = """
import pathlib, subprocess, sys, time
child = subprocess.Popen(["sleep", "300"])
with open(sys.argv[1], "a") as pids:
    pids.write(f"{sys.argv[2]} {child.pid}\\n")
time.sleep(300)
"""


def tiny(name: str, pids: Path, code: str = TINY) -> Part:
    """A part that starts a child of its own and is ready once it has noted it."""

    def ready() -> bool:
        return pids.is_file() and f"{name} " in pids.read_text()

    return Part(name, (sys.executable, "-c", code, str(pids), name), ready, "Look into it.", timeout=20)


def patch(monkeypatch: pytest.MonkeyPatch, pids: Path, failing: str = "") -> None:
    """Replace the parts of ``start_system``; ``failing`` names one that ends at once."""

    def maker(name: str) -> Any:
        code = "raise SystemExit('the model is broken')" if name == failing else TINY
        return lambda *_: tiny(name, pids, code)

    for name in ("rasa", "actions", "gateway", "worker"):
        monkeypatch.setattr(system, f"{name}_part", maker(name))
    for name in ("build_index", "ensure_model", "fill_database"):
        monkeypatch.setattr(system, name, lambda *_: None)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patched:
        patch(patched, Path(sys.argv[1]), failing=sys.argv[2] if len(sys.argv) > 2 else "")
        sys.exit(run.main())
