"""Our components inside Rasa, in Rasa's own Python."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4]
PYTHON = ROOT / ".venv310" / "bin" / "python"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not PYTHON.exists():
        pytest.skip("Rasa's environment .venv310 is missing: run `make env`")
    module, folder = "tests.unit.bot.nlu.run_components", tmp_path_factory.mktemp("rasa")
    command = [str(PYTHON), "-W", "ignore", "-m", module, str(folder)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_intents_are_ranked_and_their_confidences_add_up(ran: dict[str, Any]) -> None:
    result = ran["results"]["帮我转人工"]
    assert result["intent"] == result["ranked"][0] == "ask_human"
    assert len(result["ranked"]) == 3
    assert result["total"] == pytest.approx(1.0, abs=1e-4)
    assert ran["results"]["流量还剩几个G"]["intent"] == "ask_usage"


def test_entities_are_seen_from_the_time_of_the_message_where_the_customer_is(ran: dict[str, Any]) -> None:
    found = ran["results"]["明天换成畅享79"]["entities"]
    assert [(item["entity"], item["value"], item["start"], item["end"]) for item in found] == [
        ("date", "2026-07-16", 0, 2),
        ("plan_name", "p79", 4, 8),
    ]
    assert {item["extractor"] for item in found} == {"HuakeEntityExtractor"}


def test_words_of_the_dictionary_stay_whole_and_keep_their_offsets(ran: dict[str, Any]) -> None:
    assert ["畅享79", 4] in ran["results"]["明天换成畅享79"]["tokens"]


def test_a_missing_dictionary_leaves_plain_words_and_says_so(ran: dict[str, Any]) -> None:
    assert "".join(ran["plain"]) == "畅享79"
    assert len(ran["plain"]) > 1
    assert any("absent.txt" in line and "kb build" in line for line in ran["warned"])


def test_an_empty_message_has_no_intent(ran: dict[str, Any]) -> None:
    nothing = {"intent": None, "ranked": [], "total": 0, "entities": [], "read": "", "tokens": []}
    assert ran["results"][""] == nothing


def test_punctuation_alone_has_no_intent(ran: dict[str, Any]) -> None:
    assert ran["results"]["？？"]["intent"] is None


def test_a_misspelt_message_is_read_as_meant_but_keeps_its_offsets(ran: dict[str, Any]) -> None:
    result = ran["results"]["明天还剩几个刘量"]
    assert result["read"] == "明天还剩几个流量"
    assert result["intent"] == "ask_usage"
    assert [(item["entity"], item["start"]) for item in result["entities"]] == [("date", 0)]
    assert ["明天", 0] in result["tokens"]


def test_nothing_is_pickled(ran: dict[str, Any]) -> None:
    assert ran["pickles"] == []
