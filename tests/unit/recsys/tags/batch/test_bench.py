"""The population that is measured has all that rules look at, so that both ways give the same."""

from pathlib import Path

import pytest

from recsys.tags.batch import bench

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of engines


def test_naive_pandas_gives_what_duckdb_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "FOLDER", tmp_path)
    monkeypatch.setattr(bench, "SAMPLE", 60)
    speed = bench.measure(400)
    assert (speed.tags, speed.wrong) == (bench.TAGS, 0)
