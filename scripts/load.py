"""Closed-loop load: so many customers at once, each waits for the answer before the next message."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

from scripts.quality.accuracy import quantile

WARM_UP_SECONDS = 3.0
TIMEOUT_SECONDS = 30
# (client, number of the customer, number of the message) → whether the turn was answered properly
Turn = Callable[[aiohttp.ClientSession, int, int], Awaitable[bool]]
Spent = Callable[[], dict[str, float]]


@dataclass(frozen=True)
class Load:
    """What came out: turns in ``seconds``, how many of them failed, the ordered times in ms.

    ``cpu`` is the CPU seconds that each part used in that time, the client too.
    """

    concurrency: int
    seconds: float
    failed: int
    times: tuple[float, ...]
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Answered turns a second."""
        return (len(self.times) - self.failed) / self.seconds

    @property
    def costs(self) -> dict[str, float]:
        """CPU milliseconds a turn by part."""
        return {part: seconds * 1000 / max(len(self.times), 1) for part, seconds in self.cpu.items()}

    def milliseconds(self, share: float) -> float:
        """The quantile of the times."""
        return quantile(self.times, share)


def run_load(turn: Turn, concurrency: int, seconds: float, spent: Spent = dict) -> Load:
    """Warm up, then measure; turns that began in the measured time all count. ``spent`` is CPU so far."""
    return asyncio.run(_run(turn, concurrency, seconds, spent))


async def _run(turn: Turn, concurrency: int, seconds: float, spent: Spent) -> Load:
    outcomes: list[tuple[float, bool]] = []
    async with open_client(concurrency) as client:
        measured_from = time.perf_counter() + WARM_UP_SECONDS
        until = measured_from + seconds
        warm: asyncio.Future[dict[str, float]] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(WARM_UP_SECONDS, lambda: warm.set_result(spent()))

        async def customer(number: int) -> None:
            count = 0
            while (started := time.perf_counter()) < until:
                good = await _ask(turn, client, number, count)
                count += 1
                if started >= measured_from:
                    outcomes.append(((time.perf_counter() - started) * 1000, good))

        await asyncio.gather(*(customer(number) for number in range(concurrency)))
        took, before, after = time.perf_counter() - measured_from, await warm, spent()
    times = tuple(sorted(time for time, _ in outcomes))
    cpu = {part: after[part] - before[part] for part in after}
    return Load(concurrency, took, sum(not good for _, good in outcomes), times, cpu)


def open_client(connections: int) -> aiohttp.ClientSession:
    """A client that costs little: it runs on the machine that is measured."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections), timeout=timeout)


async def _ask(turn: Turn, client: aiohttp.ClientSession, customer: int, count: int) -> bool:
    try:
        return await turn(client, customer, count)
    except (aiohttp.ClientError, TimeoutError):
        return False
