"""``python -m scripts.policy_lag``: how soon an order or a refusal is seen in every channel.

This process orders and declines as the action server does; the gateway, a process of its own, is asked for
the policy view of all channels until none offers the product. Planned pushes must be gone by then.
The worker is killed and started again all the while; for the last acts Redis is dead too.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import sqlalchemy as sa

from channels.auth import Staff, staff_token
from recsys.customers.population import populate
from recsys.events.event import Event, new_id
from recsys.offer.policy import CHANNELS
from recsys.offer.policy_view import policy_view
from recsys.offer.refusal import decline
from recsys.orders.order import place_order
from recsys.sql import schema as t
from scripts.environments import ROOT
from scripts.ingest.stores import Stores
from scripts.lag import Lag
from scripts.parts import gateway_part
from scripts.ports import free_ports
from scripts.processes import PartFailed
from scripts.readiness import answers

FOLDER = ROOT / "var" / "bench" / "policy"
KEY, PEOPLE, BAR_S, PATIENCE_S = "a-key-of-this-measurement-0123456789", 40, 1.0, 30.0
LINES = ("pack", "service", "broadband")


def main() -> int:
    """Print what came out; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.policy_lag", description=__doc__)
    parser.add_argument("--acts", type=int, default=200, help="with Redis; a fifth as many without")
    acts = parser.parse_args().acts
    try:
        stores = Stores.start(FOLDER)
    except PartFailed as error:
        print(f"policy_lag: {error}", file=sys.stderr)
        return 1
    try:
        with _front(stores) as http:
            wishes = _wishes(stores)
            alive = _measure(stores, http, list(itertools.islice(wishes, acts)), kill_every=max(1, acts // 8))
            stores.supervisor.kill("redis")
            dead = _measure(stores, http, list(itertools.islice(wishes, acts // 5)))
    finally:
        stores.stop()
    print(alive.line("with Redis") + "\n" + dead.line("Redis dead"))
    return int(any(one.quantile(0.99) > BAR_S or one.missed or one.left_over for one in (alive, dead)))


def _front(stores: Stores) -> httpx.Client:
    """The gateway of these stores, and a member of staff before it."""
    populate(stores.engine, PEOPLE, 7, datetime.now(UTC))
    ports = free_ports()
    environment = {
        "HUAKE_VAR": str(FOLDER),
        "HUAKE_PORT": str(ports.gateway),
        "HUAKE_JWT_KEY": KEY,
        "HUAKE_INNER_TOKEN": "inner",
        "REDIS_URL": stores.engine.settings.redis_url,
    }
    url = f"http://127.0.0.1:{ports.gateway}"
    part = replace(gateway_part(environment, ports), ready=lambda: answers(f"{url}/healthz"))
    stores.supervisor.start(part)
    stores.supervisor.wait_ready("gateway")
    token = staff_token(KEY, Staff("s_measure", "measure", "agent", "客服中心"), datetime.now(UTC))
    return httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_S, trust_env=False
    )


def _wishes(stores: Stores) -> Iterator[tuple[str, str]]:
    """Customer and product that may be offered, each pair once."""
    now = datetime.now(UTC)
    people = [f"c{number:06}" for number in range(1, PEOPLE + 1)]
    offered = {
        who: [
            one.product_id for one in policy_view(stores.engine, who, None, now).offers if one.line in LINES
        ]
        for who in people
    }
    for place in itertools.count():
        some = [(who, products[place]) for who, products in offered.items() if place < len(products)]
        if not some:
            return
        yield from some


def _measure(stores: Stores, http: httpx.Client, wishes: list[tuple[str, str]], kill_every: int = 0) -> Lag:
    lag = Lag()
    for number, (who, product) in enumerate(wishes):
        if kill_every and number % kill_every == 0:
            stores.kill("worker")
            lag.kills += 1
        push = _plan(stores, who, product)
        _act(stores, who, product, order=number % 2 == 0)
        began = time.monotonic()
        while product in _offered(http, who) and time.monotonic() - began < PATIENCE_S:
            time.sleep(0.01)
        lag.seconds.append(time.monotonic() - began)
        lag.missed += any(product in _offered(http, who, channel) for channel in CHANNELS)
        lag.left_over += _state(stores, push) != "cancelled"
    return lag


def _act(stores: Stores, who: str, product: str, *, order: bool) -> None:
    now = datetime.now(UTC)
    if order:
        place_order(stores.engine, who, product, action="order", key=new_id("m"), channel="app", now=now)
    else:
        decline(stores.engine, Event("recommendation.declined", who, now, "wechat", "customer"), [product])


def _offered(http: httpx.Client, who: str, channel: str | None = None) -> set[str]:
    """In one channel, or in any."""
    asked = {"channel": channel} if channel else {}
    view = http.get(f"/api/v1/customers/{who}/policy", params=asked).raise_for_status().json()
    return {offer["product_id"] for offer in view["offers"]}


def _plan(stores: Stores, who: str, product: str) -> str:
    push = new_id("p")
    row: dict[str, Any] = {
        "id": push,
        "campaign_id": push,
        "customer_id": who,
        "channel": "app",
        "product_id": product,
    }
    row |= {"state": "planned", "text": "", "detail": {}, "planned_at": datetime.now(UTC)}
    with stores.engine.write() as connection:
        connection.execute(t.pushes.insert().values(row))
    return push


def _state(stores: Stores, push: str) -> str | None:
    with stores.engine.read() as connection:
        return connection.scalar(sa.select(t.pushes.c.state).where(t.pushes.c.id == push))


if __name__ == "__main__":
    sys.exit(main())
