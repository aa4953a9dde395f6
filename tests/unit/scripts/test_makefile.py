import subprocess
from itertools import pairwise

from scripts.environments import ROOT

TARGETS = ("run", "test", "check", "train", "bench", "evaluate", "clean", "env")


def test_make_alone_lists_every_target() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in TARGETS:
        assert f"make {target} " in said


def test_every_script_that_make_calls_exists() -> None:
    words = (ROOT / "Makefile").read_text().split()
    called = {word for before, word in pairwise(words) if before == "-m"}
    assert "scripts.run" in called
    for module in called - {"pytest", "kb", "recsys"}:
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


def test_ci_runs_make_test_and_nothing_else() -> None:
    lines = [
        line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert lines[0] == "set -euo pipefail"
    assert lines[-1] == "exec make test"
    assert len(lines) == 3
