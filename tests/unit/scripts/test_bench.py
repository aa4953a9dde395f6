import asyncio
import os
import time
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from kb.bench import Speed
from scripts import load as load_module
from scripts.bench_report import Figures, missed_bars, report, table
from scripts.cpu import cpu_seconds, usage
from scripts.load import Load, run_load
from scripts.stock_bot import CONFIG, _write, intents
from scripts.traffic import endless, sentences


def load(concurrency: int, *times: float, failed: int = 0, seconds: float = 1.0) -> Load:
    return Load(concurrency, seconds, failed, tuple(sorted(times)))


def search(p99: float) -> Speed:
    return Speed(10_000, 400, 8.0, p99, 7.0, 9.0)


def test_customers_at_once_wait_for_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    running: set[int] = set()
    most, bad = 0, 0

    async def turn(client: aiohttp.ClientSession, customer: int, count: int) -> bool:
        nonlocal most, bad
        assert customer not in running, "a customer spoke before the answer came"
        running.add(customer)
        most = max(most, len(running))
        await asyncio.sleep(0.01)
        running.remove(customer)
        bad += count == 0 or customer == 1
        if count == 0:
            raise TimeoutError("late")
        return customer != 1

    monkeypatch.setattr(load_module, "WARM_UP_SECONDS", 0.0)
    result = run_load(turn, 3, 0.2)
    assert most == 3
    assert result.failed == bad
    assert len(result.times) > bad
    assert 0.2 <= result.seconds < 1


def figures(ours: list[Load], stock: list[Load], **more: Any) -> Figures:
    good: dict[str, Any] = {"understanding": (8.0, 9.0), "short": 30.0, "long": 33.0, "search": search(12.0)}
    return Figures(ours, stock, **(good | more))


def test_good_numbers_miss_nothing() -> None:
    assert missed_bars(figures([load(8, 10, 20, 30)], [load(8, 40, 50)])) == []


def test_each_bar_that_is_missed_is_named() -> None:
    ours = [load(1, 70, failed=1), load(8, 400, 500)]
    bad = figures(
        ours,
        [load(1, 10, 11), load(8, 10, 11)],
        understanding=(19.0, 21.0, 22.0),
        long=37.0,
        search=search(26.0),
    )
    said = "\n".join(missed_bars(bad))
    for part in (
        "1 failed turns at 1",
        "alone takes 70 ms",
        "2.0 turns/s at 8, 1.4 times stock's are 2.8",
        "p95 at 8 is 500 ms",
        "takes 21.0 ms",
        "takes +23%",
        "search p99 is 26.0",
    ):
        assert part in said


def test_the_report_tells_ratio_costs_and_growth() -> None:
    ours = Load(8, 1.0, 0, (10.0, 20.0, 30.0), {"rasa": 0.03, "client": 0.003})
    stock = Load(8, 1.0, 0, (40.0, 50.0), {"stock": 0.04, "client": 0.002})
    said = report(figures([ours], [stock]))
    for part in ("1.50 at 8", "rasa 10.0, client 1.0; together 11.0, stock 21.0", "p50 8.0 ms", "(+10%)"):
        assert part in said


def test_cpu_time_is_that_of_the_whole_group(tmp_path: Path) -> None:
    def process(pid: int, group: int, *ticks: int) -> None:
        (tmp_path / str(pid)).mkdir()
        fields = ["S", "1", str(group), *["0"] * 8, *map(str, ticks), "20"]
        (tmp_path / str(pid) / "stat").write_text(f"{pid} (a) name) {' '.join(fields)}")

    process(10, 10, 1, 2, 0, 0)
    process(11, 10, 30, 0, 4, 5)
    process(12, 12, 1000, 0, 0, 0)
    assert cpu_seconds(10, tmp_path) == 42 / os.sysconf("SC_CLK_TCK")


def test_our_own_work_is_seen(tmp_path: Path) -> None:
    before = usage({"us": os.getpgid(0)})
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    after = usage({"us": os.getpgid(0)})
    assert after["client"] - before["client"] >= 0.08
    assert after["us"] - before["us"] >= 0.08


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
    found = sentences()
    assert len(set(found)) == len(found) > 3000
    assert found == sentences(), "not the same at the next run"
    assert list(islice(endless(["一", "二"]), 3)) == ["一", "二", "一"]
