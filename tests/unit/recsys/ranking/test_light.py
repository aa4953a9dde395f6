"""Who only learns or works on events does not carry the libraries of training."""

import subprocess
import sys

HEAVY = ("lightgbm", "mabwiser", "matplotlib", "pandas", "scipy", "sklearn", "torch")
SHOWS = f"import sys, recsys.events.worker; print([name for name in {HEAVY} if name in sys.modules])"


def test_the_worker_learns_without_loading_a_learning_library() -> None:
    run = subprocess.run([sys.executable, "-c", SHOWS], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
