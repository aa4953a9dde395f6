"""``.venv310/bin/python -m bot.turn_cost [--as-rasa]``: CPU of a turn inside Rasa, part by part.

Runs the trained model on training examples in one process, without HTTP to the gateway; a process of its own
answers the actions. ``--as-rasa`` goes the ways of Rasa 3.6 itself instead of ours.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import random
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasa.core.actions.action as rasa_actions
import yaml
from aiohttp import web
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.engine.graph import GraphNode
from rasa.utils.endpoints import EndpointConfig

from bot.shortcuts import take_shortcuts
from bot.tracker_store import CarriedTrackerStore, carrying

WARM, TURNS, CONVERSATION = 50, 300, 10
ANSWER = {
    "events": [{"event": "slot", "timestamp": None, "name": "focus", "value": ["yt_p_39"]}],
    "responses": [{"custom": {"type": "card", "title": "云花卡39元", "facts": [{"label": "月费"}] * 12}}],
}


class Clock:
    """CPU milliseconds by part; a part inside another is taken out of the outer one."""

    def __init__(self) -> None:
        """Nothing spent yet."""
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What runs within belongs to the part."""
        started = time.process_time()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = (time.process_time() - started) * 1000
            self.spent[name] += took - self._inner.pop()
            self._inner[-1] += took


def watch(clock: Clock) -> None:
    """Measure the graph's nodes by class, the dialogue's way in and out, and the actions."""
    call_node = GraphNode.__call__

    def node(self: GraphNode, *inputs: Any) -> Any:
        with clock.part(self._component_class.__name__):
            return call_node(self, *inputs)

    GraphNode.__call__ = node
    for owner, method, name in (
        (CarriedTrackerStore, "retrieve", "dialogue read"),
        (CarriedTrackerStore, "save", "dialogue written"),
        (rasa_actions.RemoteAction, "run", "call of the action server"),
    ):
        setattr(owner, method, timed(getattr(owner, method), name, clock))


def timed(method: Callable[..., Awaitable[Any]], name: str, clock: Clock) -> Callable[..., Awaitable[Any]]:
    """The coroutine function, measured."""

    async def measured(*args: Any) -> Any:
        with clock.part(name):
            return await method(*args)

    return measured


def serve_actions(listening: socket.socket) -> None:
    """Give every action the same answer, until ended."""

    async def webhook(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response(ANSWER)

    app = web.Application(client_max_size=2**24)
    app.router.add_post("/webhook", webhook)
    web.run_app(app, sock=listening, print=None)


async def run_turns(agent: Agent, texts: list[str], clock: Clock) -> None:
    """One after the other, in conversations of ten turns."""
    dialogue: str | None = None
    for number, text in enumerate(texts):
        if number == WARM:
            clock.spent.clear()
        with clock.part("everything else in Rasa"), carrying(dialogue) as carried:
            meta = {"customer_id": "c000001", "channel": "app", "at": "2026-11-18T04:00:00+00:00"}
            message = UserMessage(
                text, CollectingOutputChannel(), f"v{number // CONVERSATION}", metadata=meta
            )
            await agent.handle_message(message)
        dialogue = carried.dialogue if (number + 1) % CONVERSATION else None


def sentences() -> list[str]:
    """Different training examples of every kind."""
    found: list[str] = []
    for path in sorted(Path("nlu_data").glob("*.yml")):
        for item in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            found += [line[2:] for line in item.get("examples", "").splitlines() if "intent" in item]
    return random.Random(7).sample(found, WARM + TURNS)


def main(argv: list[str]) -> None:
    """Print the parts, dearest first."""
    logging.basicConfig(level=logging.ERROR)
    if "--as-rasa" not in argv:
        take_shortcuts()
    clock, listening = Clock(), socket.create_server(("127.0.0.1", 0))
    watch(clock)
    server = multiprocessing.get_context("fork").Process(target=serve_actions, args=(listening,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhook"
    agent = Agent.load(
        "models/huake.tar.gz", tracker_store=CarriedTrackerStore(None), action_endpoint=EndpointConfig(url)
    )
    asyncio.run(run_turns(agent, sentences(), clock))
    server.terminate()
    for name, spent in sorted(clock.spent.items(), key=lambda pair: -pair[1]):
        print(f"{spent / TURNS:7.2f} ms  {name}")
    print(f"{sum(clock.spent.values()) / TURNS:7.2f} ms  together")


if __name__ == "__main__":
    main(sys.argv[1:])
