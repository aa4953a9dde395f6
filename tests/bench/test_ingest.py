"""Events keep coming while worker and Redis are killed: none is lost, none counts twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.ingest.made_up import AT_ONCE
from scripts.ingest.measure import flood, pace
from scripts.ingest.stores import Stores

pytestmark = pytest.mark.bench


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    started = Stores.start(tmp_path)
    yield started
    started.stop()


def test_four_kills_lose_and_double_nothing(stores: Stores) -> None:
    result = flood(stores, events=3_000, kills=4)
    assert result.kills == 4
    assert (result.lost, result.doubled, result.differences) == (0, 0, 0)
    second = pace(stores, seconds=1.0, per_second=10 * AT_ONCE)
    assert len(second.times) == 10
    assert stores.stored() == 3_000 + 10 * AT_ONCE
