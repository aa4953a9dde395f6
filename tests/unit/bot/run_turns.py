"""Try our shortcuts inside Rasa and print what came out, as JSON; ``test_turns`` starts it in Python 3.10."""

import asyncio
import base64
import json
from typing import Any

import numpy as np
import rasa.core.actions.action as rasa_action
from aiohttp import web
from rasa.core.actions.action import ActionExecutionRejection
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from bot.action_call import is_result
from bot.graph_runner import StraightGraphRunner
from bot.nlu.e5_featurizer import handed_over
from bot.shortcuts import take_shortcuts
from bot.tracker_store import CarriedTrackerStore, carrying

VECTOR = np.linspace(-1, 1, 384, dtype=np.float32)
SLOT = {"event": "slot", "name": "task", "value": None}
ANSWERS = {
    "action_good": (200, {"events": [SLOT], "responses": [{"text": None, "custom": {"type": "text"}}]}),
    "action_rejects": (400, {"error": "no", "action_name": "action_rejects"}),
    "action_breaks": (500, {"error": "failed"}),
    "action_odd": (200, {"events": [{"name": "no event"}], "responses": []}),
}
DOMAIN = Domain.from_dict({"slots": {"task": {"type": "any", "mappings": [{"type": "custom"}]}}})


def dialogue(turns: int = 1) -> DialogueStateTracker:
    """A few turns in which an action asked and Rasa listened again."""
    parsed = {"embedding": handed_over("查话费", VECTOR), "intent_ranking": [{}] * 9}
    events: list[Any] = []
    for number in range(turns):
        intent = {"name": "ask_bill", "confidence": 1.0}
        heard = UserUttered(f"查话费{number}", intent, [], parsed, metadata={"customer_id": "c000001"})
        events += [ActionExecuted("action_listen"), heard, ActionExecuted("action_show_bill")]
        events += [SlotSet("task", f"task {number}"), BotUttered("好的", {"custom": {"type": "card"}})]
    return DialogueStateTracker.from_events("v_1", events, [AnySlot("task", [])])


async def run_action(name: str, endpoint: EndpointConfig) -> list[Any]:
    """Run it as Rasa does."""
    events: list[Any] = await rasa_action.RemoteAction(name, endpoint).run(None, None, dialogue(), None)
    return events


async def raised(name: str, endpoint: EndpointConfig) -> str:
    """The class of the error."""
    try:
        await run_action(name, endpoint)
    except (ActionExecutionRejection, RasaException) as error:
        return type(error).__name__
    return "nothing"


async def calls() -> dict[str, Any]:
    """Actions against a server that keeps what it gets."""
    got: list[Any] = []
    peers = set()

    async def handle(request: web.Request) -> web.Response:
        got.append(await request.json())
        peers.add(request.transport.get_extra_info("peername"))
        status, body = ANSWERS[got[-1]["next_action"]]
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_post("/webhook", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    endpoint = EndpointConfig(f"http://127.0.0.1:{port}/webhook", headers={"Authorization": "Bearer x"})
    said, slot = await run_action("action_good", endpoint)
    errors = {name: await raised(name, endpoint) for name in ANSWERS}
    errors["nobody there"] = await raised("action_good", EndpointConfig("http://127.0.0.1:9/webhook"))
    vector = np.frombuffer(base64.b64decode(got[0]["embedding"].pop("vector")), "<f4")
    return {
        "said": said.data["custom"],
        "slot": [slot.key, slot.value],
        "errors": errors,
        "call": got[0],
        "same vector": bool(np.array_equal(vector, VECTOR)),
        "connections": len(peers),
        "wrong taken for right": [odd for odd in (None, {"events": []}, {"responses": []}) if is_result(odd)],
    }


async def stores() -> dict[str, Any]:
    """Dialogues that are carried, two at a time."""
    store = CarriedTrackerStore(DOMAIN)

    async def turn(turns: int) -> str | None:
        with carrying(None) as carried:
            await asyncio.sleep(0.01 / turns)
            await store.save(dialogue(turns))
        return carried.dialogue

    short, long = await asyncio.gather(turn(1), turn(40))
    with carrying(long):
        back = await store.retrieve("v_1")
    assert back and short and long
    try:
        with carrying('[{"event": "unheard"}]'):
            await store.retrieve("v_1")
        odd = "nothing"
    except ValueError as error:
        odd = str(error)
    return {
        "short": json.loads(short),
        "long": len(long) / len(short),
        "said last": [event.text for event in back.events if isinstance(event, UserUttered)],
        "task": back.get_slot("task"),
        "outside": await store.retrieve("v_1"),
        "odd": odd,
    }


class Add(GraphComponent):
    """Adds one."""

    @classmethod
    def create(cls, *_: Any, **__: Any) -> "Add":
        return cls()

    def add(self, value: int, other: int = 0) -> int:
        """Their sum and one."""
        return value + other + 1


def graphs() -> list[Any]:
    """The same graph by both runners; `last` needs `first` twice over."""
    needs = {
        "last": {"value": "middle", "other": "first"},
        "middle": {"value": "first"},
        "first": {"value": "in"},
    }
    nodes = {
        name: SchemaNode(need, Add, "create", "add", {}, eager=True, is_target=name == "last")
        for name, need in needs.items()
    }
    schema = GraphSchema(nodes)
    runners = (DaskGraphRunner, StraightGraphRunner)
    made = [kind(schema, None, ExecutionContext(schema)) for kind in runners]
    targets = (None, ["middle"], ["middle", "last"])
    return [[runner.run({"in": 3}, target) for target in targets] for runner in made]


async def main() -> None:
    """Everything at once: importing Rasa takes longest."""
    take_shortcuts()
    print(json.dumps({"calls": await calls(), "stores": await stores(), "graphs": graphs()}))


if __name__ == "__main__":
    asyncio.run(main())
