"""``make bench``: turns a second and their times, ours through the whole front door and stock Rasa's; search.

Ours: gateway, Rasa, actions, worker, Redis, SQL. Stock: Rasa alone. Same sentences, same machine.
"""

import os
import sys
import uuid
from collections.abc import Sequence

import httpx
import yaml

from channels.wording import say
from kb.bench import Speed, measure
from scripts.environments import ROOT
from scripts.load import Load, run_load
from scripts.ports import PortBusy, free_ports
from scripts.processes import PartFailed, Supervisor
from scripts.stock_bot import prepare_stock, stock_part, stock_turn, stock_url
from scripts.system import System, start_system

CONCURRENCY = (1, 8, 32)
SECONDS = float(os.environ.get("HUAKE_BENCH_SECONDS", "20"))
P95_AT_8_MS = 300
FOLDER = ROOT / "var" / "bench"


def main() -> int:
    """Print the tables; 1 if a bar is missed."""
    texts = sentences()
    try:
        prepare_stock(FOLDER / "stock")
        stock = bench_stock(texts)
        ours = bench_ours(texts)
        search = measure()
    except (PartFailed, PortBusy) as error:
        print(f"make bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(table("Huake, whole front door", ours), table("stock Rasa alone", stock), sep="\n")
    print(search.line())
    missed = missed_bars(ours, stock, search)
    print("\n".join(f"MISSED: {line}" for line in missed) or "every bar is reached")
    return int(bool(missed))


def sentences() -> list[str]:
    """Every seventh training example: what customers write, of every kind."""
    examples: list[str] = []
    for path in sorted((ROOT / "nlu_data").glob("*.yml")):
        for item in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            if "intent" in item:
                examples += [line.removeprefix("- ") for line in item["examples"].splitlines()]
    return examples[::7]


def bench_stock(texts: Sequence[str]) -> list[Load]:
    """Stock Rasa at each level, every customer with a dialogue of their own."""
    port, supervisor = free_ports().rasa, Supervisor(FOLDER / "log")

    async def turn(client: httpx.AsyncClient, customer: int, count: int) -> bool:
        text = texts[(customer * 31 + count) % len(texts)]
        return await stock_turn(client, stock_url(port), f"{level}-{customer}-{count // 8}", text)

    try:
        supervisor.start(stock_part(FOLDER / "stock", port))
        supervisor.wait_ready("stock")
        loads = []
        for level in CONCURRENCY:
            loads.append(run_load(turn, level, SECONDS))
        return loads
    finally:
        supervisor.stop_all()


def bench_ours(texts: Sequence[str]) -> list[Load]:
    """The whole system at each level."""
    system = start_system(FOLDER / "system", free_ports())
    try:
        token = log_in(system)

        async def turn(client: httpx.AsyncClient, customer: int, count: int) -> bool:
            text = texts[(customer * 31 + count) % len(texts)]
            return await our_turn(client, system.url, token, customer + 101, text)

        return [run_load(turn, level, SECONDS) for level in CONCURRENCY]
    finally:
        system.stop()


def log_in(system: System) -> str:
    """A token of the demo agent, who may write for customers."""
    form = {"username": "agent", "password": system.credentials.demo_passwords["agent"]}
    response = httpx.post(f"{system.url}/api/v1/token", data=form, trust_env=False)
    response.raise_for_status()
    return str(response.json()["access_token"])


async def our_turn(client: httpx.AsyncClient, url: str, token: str, customer: int, text: str) -> bool:
    """One message of a customer; whether it was answered, an apology being no answer."""
    body = {"channel": "app", "text": text, "message_id": uuid.uuid4().hex, "customer_id": f"c{customer:06}"}
    headers = {"Authorization": f"Bearer {token}"}
    response = await client.post(f"{url}/api/v1/messages", json=body, headers=headers)
    replies = response.json()["replies"] if response.status_code == 200 else []
    return bool(replies) and all(reply.get("text") != say("busy") for reply in replies)


def table(title: str, loads: Sequence[Load]) -> str:
    """One row per level."""
    lines = [
        title,
        f"{'customers':>10} {'turns/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'failed':>7}",
    ]
    for load in loads:
        times = " ".join(f"{load.milliseconds(share):8.0f}" for share in (0.5, 0.95, 0.99))
        lines.append(f"{load.concurrency:10} {load.per_second:8.1f} {times} {load.failed:7}")
    return "\n".join(lines)


def missed_bars(ours: Sequence[Load], stock: Sequence[Load], search: Speed) -> list[str]:
    """What is not as good as it must be, in words."""
    missed = [f"{load.failed} failed turns at {load.concurrency}" for load in ours if load.failed]
    for mine, theirs in zip(ours, stock, strict=True):
        if mine.per_second < theirs.per_second:
            missed.append(
                f"{mine.per_second:.1f} turns/s at {mine.concurrency}, stock has {theirs.per_second:.1f}"
            )
        if mine.concurrency == 8 and mine.milliseconds(0.95) > P95_AT_8_MS:
            missed.append(f"p95 at 8 is {mine.milliseconds(0.95):.0f} ms, the bar {P95_AT_8_MS}")
    if not search.within_bar:
        missed.append(f"search p99 is {search.p99:.1f} ms")
    return missed


if __name__ == "__main__":
    sys.exit(main())
