import asyncio
from pathlib import Path

import httpx
import pytest
import yaml

from kb.bench import Speed
from scripts import load as load_module
from scripts.bench import missed_bars, sentences, table
from scripts.load import Load, run_load
from scripts.stock_bot import CONFIG, _write, intents


def load(concurrency: int, *times: float, failed: int = 0, seconds: float = 1.0) -> Load:
    return Load(concurrency, seconds, failed, tuple(sorted(times)))


def search(p99: float) -> Speed:
    return Speed(10_000, 400, 8.0, p99, 7.0, 9.0)


def test_customers_at_once_wait_for_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    running: set[int] = set()
    most, bad = 0, 0

    async def turn(client: httpx.AsyncClient, customer: int, count: int) -> bool:
        nonlocal most, bad
        assert customer not in running, "a customer spoke before the answer came"
        running.add(customer)
        most = max(most, len(running))
        await asyncio.sleep(0.01)
        running.remove(customer)
        bad += count == 0 or customer == 1
        if count == 0:
            raise httpx.ReadTimeout("late")
        return customer != 1

    monkeypatch.setattr(load_module, "WARM_UP_SECONDS", 0.0)
    result = run_load(turn, 3, 0.2)
    assert most == 3
    assert result.failed == bad
    assert len(result.times) > bad
    assert 0.2 <= result.seconds < 1


def test_good_numbers_miss_nothing() -> None:
    assert missed_bars([load(8, 10, 20, 30)], [load(8, 40, 50)], search(12.0)) == []


def test_each_bar_that_is_missed_is_named() -> None:
    ours = [load(1, 10, failed=1), load(8, 400, 500)]
    said = "\n".join(missed_bars(ours, [load(1, 10, 11), load(8, 10)], search(26.0)))
    for part in (
        "1 failed turns at 1",
        "0.0 turns/s at 1, stock has 2.0",
        "p95 at 8 is 500 ms",
        "search p99 is 26.0",
    ):
        assert part in said


def test_failed_turns_do_not_count_as_throughput() -> None:
    assert load(1, 1, 2, 3, 4, failed=1, seconds=2).per_second == 1.5
    assert "1.5" in table("ours", [load(1, 1, 2, 3, 4, failed=1, seconds=2)])


def test_the_stock_bot_answers_every_intent_that_we_train(tmp_path: Path) -> None:
    _write(tmp_path)
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text())
    rules = yaml.safe_load((tmp_path / "rules.yml").read_text())["rules"]
    assert len(intents()) > 30
    assert {rule["steps"][1]["action"] for rule in rules} == set(domain["responses"])
    assert next(part["name"] for part in yaml.safe_load(CONFIG)["pipeline"]) == "JiebaTokenizer"


def test_the_sentences_are_many_and_different() -> None:
    assert len(set(sentences())) > 100
