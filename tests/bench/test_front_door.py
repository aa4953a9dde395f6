"""The load of ``make bench`` against the running system, briefly: it works, and nobody is let down.

The bars on speed are `make bench`'s own, on a machine that does nothing else.
"""

import httpx
import pytest

from scripts.bench import log_in, our_turn, sentences
from scripts.load import run_load
from scripts.system import System

CUSTOMERS, SECONDS = 8, 3.0
UNBEARABLE_MS = 3000

pytestmark = pytest.mark.bench


def test_eight_customers_at_once_are_all_answered(system: System) -> None:
    texts, token = sentences(), log_in(system)

    async def turn(client: httpx.AsyncClient, customer: int, count: int) -> bool:
        text = texts[(customer * 31 + count) % len(texts)]
        return await our_turn(client, system.url, token, customer + 11, text)

    load = run_load(turn, CUSTOMERS, SECONDS)
    print(f"{load.per_second:.1f} turns/s, p95 {load.milliseconds(0.95):.0f} ms")
    assert load.failed == 0
    assert load.times
    assert load.milliseconds(0.95) < UNBEARABLE_MS
