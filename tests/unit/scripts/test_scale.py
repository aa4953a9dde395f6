"""The table of bulk measurements, and the naive intake beside it."""

from pathlib import Path

import pytest

from scripts.ingest.naive import pandas_per_second
from scripts.ingest.outcome import Flood, Pace
from scripts.scale import __main__ as command
from scripts.scale.row import Row, table

FLAT = tuple([80.0] * 20)


def test_the_table_says_of_each_bar_whether_it_is_reached() -> None:
    rows = [Row("bills", "11 s", "40 s", "900 s", True), Row("tags of all", "9.1 s", "8 s", "", False)]
    assert table(rows).splitlines() == [
        "what         ours   bar   naive pandas",
        "bills        11 s   40 s  900 s         reached",
        "tags of all  9.1 s  8 s                 MISSED",
    ]


@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_one_missed_bar_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], good: bool, code: int
) -> None:
    def one() -> Row:
        """One thing."""
        return Row("one thing", "1", "1", "", good)

    monkeypatch.setattr(command, "STEPS", (one, lambda: [Row("another", "1", "1", "", True)]))
    assert command.main() == code
    assert "another" in capsys.readouterr().out


def test_a_lost_event_is_a_missed_bar_and_so_is_a_growing_worker() -> None:
    assert not Flood(30_000, 0, 5, 15, 0, 0, 0, FLAT).missed()
    assert Flood(30_000, 50, 5, 15, 1, 0, 0, FLAT).missed() == ["events lost or doubled"]
    growing = tuple(80.0 + 4 * number for number in range(20))
    assert len(Flood(30_000, 0, 5, 30, 0, 0, 0, growing).missed()) == 2


def test_the_slowest_calls_decide_about_the_pace() -> None:
    assert not Pace(1500, [5.0] * 100, 1).missed()
    assert Pace(1500, [5.0] * 97 + [80.0] * 3, 1).missed() == ["p99 80 ms, the bar 50"]


def test_naive_pandas_takes_every_event_once(tmp_path: Path) -> None:
    assert pandas_per_second(tmp_path, events=60) > 0
    assert len((tmp_path / "naive.csv").read_text("utf-8").splitlines()) == 60
