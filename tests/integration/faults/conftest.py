"""``faulty``: a second Huake, whose parts are killed on purpose."""

from collections.abc import Iterator

import pytest

from recsys.engine import Engine
from scripts.system import System
from tests.fixtures.system import VAR, keep_logs, open_live, running_system
from tests.fixtures.wechat import WechatServer


@pytest.fixture(scope="module")
def faulty(wechat_server: WechatServer) -> Iterator[System]:
    """Every test leaves it whole again."""
    with running_system(VAR / "faults", wechat_server) as started:
        yield started
    keep_logs(started)


@pytest.fixture(scope="module")
def stores(faulty: System) -> Iterator[Engine]:
    """Its stores, to look behind the scenes."""
    opened = open_live(faulty)
    yield opened
    opened.close()
