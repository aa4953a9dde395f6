"""``make bench``: turns a second, their times and costs, ours through the front door and stock Rasa's.

Ours: gateway, Rasa, actions, worker, Redis, SQL. Stock: Rasa alone. Same sentences, client and machine.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from statistics import median

import aiohttp

from kb.bench import measure
from scripts.bench_report import FLAT_TURNS, Figures, missed_bars, report
from scripts.cpu import usage
from scripts.environments import ROOT
from scripts.load import Load, open_client, run_load
from scripts.ports import PortBusy, free_ports
from scripts.processes import PartFailed, Supervisor
from scripts.stock_bot import prepare_stock, stock_part, stock_turn, stock_url
from scripts.system import System, start_system
from scripts.traffic import endless, sentences, speaker

CONCURRENCY = (1, 8, 32)
SECONDS = float(os.environ.get("HUAKE_BENCH_SECONDS", "20"))
PARSED = 200  # messages that are only understood
PAIRS = 60  # turns in the long conversation, each beside one in a short conversation
OLD_CUSTOMER, FRESH_CUSTOMER = 1000, 1001  # beyond those of the loads
SHORT = 10  # turns of a short conversation
FOLDER = ROOT / "var" / "bench"


def main() -> int:
    """Print the tables; 1 if a bar is missed."""
    try:
        prepare_stock(FOLDER / "stock")
        figures = measure_all(sentences())
    except (PartFailed, PortBusy) as error:
        print(f"make bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(report(figures))
    missed = missed_bars(figures)
    print("\n".join(f"MISSED: {line}" for line in missed) or "every bar is reached")
    return int(bool(missed))


def measure_all(texts: list[str]) -> Figures:
    """Stock, then ours, then search."""
    stock = bench_stock(texts)
    system = start_system(FOLDER / "system", free_ports())
    try:
        ours = bench_ours(system, texts)
        understanding = asyncio.run(parse_times(system, texts))
        short, long = asyncio.run(conversation_times(system, texts))
    finally:
        system.stop()
    return Figures(ours, stock, understanding, short, long, measure())


def bench_stock(texts: list[str]) -> list[Load]:
    """Stock Rasa at each level, every customer with a dialogue of their own."""
    port, supervisor, said = free_ports().rasa, Supervisor(FOLDER / "log"), endless(texts)

    async def turn(client: aiohttp.ClientSession, customer: int, count: int) -> bool:
        return await stock_turn(client, stock_url(port), f"{level}-{customer}-{count // 8}", next(said))

    try:
        supervisor.start(stock_part(FOLDER / "stock", port))
        supervisor.wait_ready("stock")
        loads = []
        for level in CONCURRENCY:
            loads.append(run_load(turn, level, SECONDS, lambda: usage(supervisor.groups)))
        return loads
    finally:
        supervisor.stop_all()


def bench_ours(system: System, texts: list[str]) -> list[Load]:
    """The whole system at each level."""
    speak, said = speaker(system), endless(texts)

    async def turn(client: aiohttp.ClientSession, customer: int, count: int) -> bool:
        return await speak(client, customer, next(said))

    return [run_load(turn, level, SECONDS, lambda: usage(system.supervisor.groups)) for level in CONCURRENCY]


async def parse_times(system: System, texts: Sequence[str]) -> tuple[float, ...]:
    """Milliseconds to understand one message after the other, HTTP included; these were not said before."""
    url = f"http://127.0.0.1:{system.ports.rasa}/webhooks/huake/parse"
    headers = {"Authorization": f"Bearer {system.credentials.inner_token}"}
    times = []
    async with open_client(1) as client:
        for text in texts[-PARSED:]:
            started = time.perf_counter()
            async with client.post(url, json={"text": text}, headers=headers) as response:
                await response.read()
                response.raise_for_status()
            times.append((time.perf_counter() - started) * 1000)
    return tuple(sorted(times))


async def conversation_times(system: System, texts: Sequence[str]) -> tuple[float, float]:
    """Median milliseconds of a turn in a short conversation and in one of 400 turns, measured in turns."""
    speak, said = speaker(system), iter(texts[::-1])
    short, long = [], []

    async def timed(customer: int, text: str) -> float:
        started = time.perf_counter()
        await speak(client, customer, text)
        return (time.perf_counter() - started) * 1000

    async with open_client(1) as client:
        for _ in range(FLAT_TURNS):
            await speak(client, OLD_CUSTOMER, next(said))
        for pair in range(PAIRS):
            short.append(await timed(FRESH_CUSTOMER + pair // SHORT, next(said)))
            long.append(await timed(OLD_CUSTOMER, next(said)))
    return median(short), median(long)


if __name__ == "__main__":
    sys.exit(main())
