"""The quick check of action results, in Rasa's own Python."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv310" / "bin" / "python"
SCRIPT = """
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from bot.action_result import check_results_with_one_validator
check_results_with_one_validator()
action = RemoteAction("action_show_usage", None)
slot = {"event": "slot", "timestamp": None, "name": "task", "value": None}
assert action._validate_action_result({"events": [slot], "responses": [{"text": "好的"}]})
for wrong in ({"events": [{"name": "no event"}]}, {"responses": "no list"}, {"events": "no list"}):
    try:
        action._validate_action_result(wrong)
    except ValidationError:
        continue
    raise SystemExit(f"taken for right: {wrong}")
"""


def test_results_are_checked_as_rasa_checks_them() -> None:
    if not PYTHON.exists():
        pytest.skip("Rasa's environment .venv310 is missing: run `make env`")
    command = [str(PYTHON), "-W", "ignore", "-c", SCRIPT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr[-1500:]
