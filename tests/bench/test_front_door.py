"""The load of ``make bench`` against the running system, briefly: it works, and nobody is let down.

The bars on speed are `make bench`'s own, on a machine that does nothing else.
"""

import aiohttp
import pytest

from scripts.load import run_load
from scripts.system import System
from scripts.traffic import endless, sentences, speaker

CUSTOMERS, SECONDS = 8, 3.0
UNBEARABLE_MS = 3000
FEW = -90  # the system of the tests has few customers: begin before the first of the bench

pytestmark = pytest.mark.bench


def test_eight_customers_at_once_are_all_answered(system: System) -> None:
    speak, said = speaker(system), endless(sentences())

    async def turn(client: aiohttp.ClientSession, customer: int, count: int) -> bool:
        return await speak(client, customer + FEW, next(said))

    load = run_load(turn, CUSTOMERS, SECONDS)
    print(f"{load.per_second:.1f} turns/s, p95 {load.milliseconds(0.95):.0f} ms")
    assert load.failed == 0
    assert load.times
    assert load.milliseconds(0.95) < UNBEARABLE_MS
