"""Events keep coming while worker and Redis are killed: none is lost, none counts twice."""

from pathlib import Path

import pytest

from scripts.ingest import measure


@pytest.mark.bench
def test_four_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    result = measure(tmp_path, events=3_000, kills=4)
    assert result.kills == 4
    assert (result.lost, result.doubled, result.differences) == (0, 0, 0)
