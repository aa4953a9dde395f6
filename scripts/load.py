"""Closed-loop load: so many customers at once, each waits for the answer before the next message."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from scripts.accuracy import quantile

WARM_UP_SECONDS = 3.0
# (client, number of the customer, number of the message) → whether the turn was answered properly
Turn = Callable[[httpx.AsyncClient, int, int], Awaitable[bool]]


@dataclass(frozen=True)
class Load:
    """What came out: turns in ``seconds``, how many of them failed, the ordered times in ms."""

    concurrency: int
    seconds: float
    failed: int
    times: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Answered turns a second."""
        return (len(self.times) - self.failed) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The quantile of the times."""
        return quantile(self.times, share)


def run_load(turn: Turn, concurrency: int, seconds: float) -> Load:
    """Warm up, then measure; turns that began in the measured time all count."""
    return asyncio.run(_run(turn, concurrency, seconds))


async def _run(turn: Turn, concurrency: int, seconds: float) -> Load:
    outcomes: list[tuple[float, bool]] = []
    limits = httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
    async with httpx.AsyncClient(limits=limits, timeout=30, trust_env=False) as client:
        measured_from = time.perf_counter() + WARM_UP_SECONDS
        until = measured_from + seconds

        async def customer(number: int) -> None:
            count = 0
            while (started := time.perf_counter()) < until:
                good = await _ask(turn, client, number, count)
                count += 1
                if started >= measured_from:
                    outcomes.append(((time.perf_counter() - started) * 1000, good))

        await asyncio.gather(*(customer(number) for number in range(concurrency)))
        took = time.perf_counter() - measured_from
    times = tuple(sorted(time for time, _ in outcomes))
    return Load(concurrency, took, sum(not good for _, good in outcomes), times)


async def _ask(turn: Turn, client: httpx.AsyncClient, customer: int, count: int) -> bool:
    try:
        return await turn(client, customer, count)
    except httpx.HTTPError:
        return False
