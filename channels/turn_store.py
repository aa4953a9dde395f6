"""What a turn reads and writes in Redis, in three steps: take the lock, hear, answer.

Each step is one way to Redis, and with an append-only file that is synced on every write also one sync.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from channels import conversation_scripts as scripts
from channels.conversation import Conversations, meta_of
from channels.lock import Held
from channels.message import Incoming, Reply
from recsys.events.event import Event
from recsys.events.log import REMEMBERED_S, STREAM, add_to, body_of, mark_of

REMEMBER_S = 86_400  # how long the result of a message and a dialogue that nobody goes on with are kept


class Superseded(Exception):
    """A later holder of the customer's lock has written already; this one came too late."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stood there when the message came: the conversation's fields, and the dialogue if one runs."""

    fields: dict[str, str]
    dialogue: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """What is written together with the bot's answer: ``result`` is what the same message gets again."""

    key: str
    result: str
    dialogue: str | None
    events: Sequence[Event]


class TurnStore:
    """All of it is done or nothing, and only by the newest holder of the lock."""

    def __init__(self, redis: Redis, conversations: Conversations) -> None:
        self._redis: Any = redis
        self._conversations = conversations

    def asking(self, message: Incoming, key: str) -> Callable[[Any], None]:
        """What goes with the lock: the result of an earlier delivery, and the running conversation."""

        def ask(pipe: Any) -> None:
            keys, args = self._conversations.opening(message.customer_id, message.channel)
            pipe.get(key)
            pipe.eval(scripts.OPEN, len(keys), *keys, *args)

        return ask

    async def hear(
        self,
        conversation_id: str,
        line: list[Reply],
        held: Held,
        once: str,
        events: Sequence[Event],
    ) -> Before:
        """Write the customer's line and events. Raises Superseded."""
        keys, args = self._conversations.line(conversation_id, "customer", line, fence=held.fence, once=once)
        pipe = self._redis.pipeline(transaction=False)
        add_to(pipe, events)
        pipe.eval(scripts.APPEND, len(keys), *keys, *args)
        pipe.hgetall(meta_of(conversation_id))
        pipe.get(_dialogue(conversation_id))
        answers = await pipe.execute()
        if answers[len(events)] == "fence":
            raise Superseded(conversation_id)
        return Before(answers[-2], answers[-1])

    async def answer(
        self, conversation_id: str, line: list[Reply], held: Held, once: str, intent: str | None, end: Ending
    ) -> bool:
        """Write the bot's line with all that ends the turn, and give the lock back.

        False if an agent has taken over; then nothing is written. Raises Superseded.
        """
        keys, args = self._conversations.line(
            conversation_id, "bot", line, only_if_owner="bot", fence=held.fence, intent=intent, once=once
        )
        keys += [end.key, _dialogue(conversation_id), held.key, STREAM, *map(mark_of, end.events)]
        args += [end.result, end.dialogue or "", REMEMBER_S, held.token, REMEMBERED_S]
        args += map(body_of, end.events)
        said = await self._redis.eval(scripts.ANSWER, len(keys), *keys, *args)
        if said == "fence":
            raise Superseded(conversation_id)
        held.released = said != "owner"
        return held.released

    async def dialogue(self, conversation_id: str) -> str | None:
        """The running dialogue, if there is one."""
        found: str | None = await self._redis.get(_dialogue(conversation_id))
        return found

    async def keep_dialogue(self, conversation_id: str, dialogue: str) -> None:
        """Write it outside a turn; only while holding the customer's lock."""
        await self._redis.set(_dialogue(conversation_id), dialogue, ex=REMEMBER_S)

    async def remember(self, key: str, result: str) -> None:
        """Keep the result of a message that the bot does not answer."""
        await self._redis.set(key, result, ex=REMEMBER_S)


def _dialogue(conversation_id: str) -> str:
    return f"huake:dialogue:{conversation_id}"
