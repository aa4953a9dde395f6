"""One message from a customer, from arrival to answer; every channel goes through here."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from channels import turn_events
from channels.answers import HANDOFF, apology, asks_for_person, shown, with_promise, without_rasa
from channels.conversation import Conversations
from channels.escalation_watch import needs_watching, watch
from channels.handoff import HandoffDesk
from channels.handoff_signs import heard_signs
from channels.lock import CustomerLocks, Held, LockTimeout
from channels.mask import mask_numbers
from channels.message import Heard, Incoming, Outcome, Reply
from channels.outgoing import unspeakable
from channels.rasa_client import Answer, RasaClient, RasaUnavailable
from channels.text import MAX_CHARS, normalise
from channels.turn_store import Before, Ending, Superseded, TurnStore
from recsys.customers.alias import kept
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import outbox_is_empty, publish

log = logging.getLogger(__name__)


class StillRunning(Exception):
    """An earlier message of this customer is being processed; send the same again shortly."""


@dataclass(frozen=True)
class Turns:
    """The parts a turn needs, built once."""

    engine: Engine
    rasa: RasaClient
    locks: CustomerLocks
    conversations: Conversations
    store: TurnStore
    desk: HandoffDesk
    arriving: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def take(self, message: Incoming) -> Outcome:
        """Process one message once; the same again returns the first outcome.

        Raises StillRunning, or RedisError: then the same message may be sent again, and nothing is doubled.
        """
        message = replace(message, customer_id=await self._kept(message.customer_id))
        key = f"huake:turn:{message.channel}:{message.customer_id}:{message.message_id}"
        try:
            async with self.locks.hold(message.customer_id, self.store.asking(message, key)) as held:
                known, conversation = held.asked
                if known:
                    return Outcome.remembered(known)
                return await self._answer(_heard(message, conversation), key, held)
        except (LockTimeout, Superseded) as error:
            raise StillRunning(message.message_id) from error

    async def _kept(self, customer_id: str) -> str:
        """The id that counts today; whoever came first is looked up first, so that the order is kept."""
        async with self.arriving.setdefault(customer_id, asyncio.Lock()):
            return await run_in_threadpool(kept, self.engine, customer_id)

    async def _answer(self, heard: Heard, key: str, held: Held) -> Outcome:
        before = await self._hear(heard, held)
        fields = before.fields | heard_signs(before.fields, heard.text)
        fields = fields | await self._watch(heard, fields)
        if told := turn_events.push_answered(heard, fields):
            await self._publish(told)
            fields = fields | {"push": ""}
        if fields.get("owner") == "agent":
            await self._note(heard, before.fields, fields)
            return await self._listen(heard, key)
        if left := await self.desk.leave(heard, fields):
            answer, replies = Answer(left, {}, before.dialogue), left
        else:
            answer = await self._understand(heard, before.dialogue)
            replies, fields = await self.desk.attend(heard, answer, fields)
        await self._note(heard, before.fields, fields)
        if words := unspeakable(replies):
            log.error("turn %s would have said %s", heard.turn_id, "、".join(words))
            replies = apology(heard.text)
        outcome = Outcome(heard.conversation_id, heard.turn_id, "bot", replies)
        events = turn_events.answered(heard, answer.nlu, replies)
        direct = await self._direct(events)
        end = Ending(key, outcome.to_json(), answer.dialogue, direct)
        intent, once = answer.nlu.get("intent"), f"{heard.turn_id}:bot"
        if not await self.store.answer(heard.conversation_id, replies, held, once, intent, end):
            return await self._say_nothing(heard, key, answer)
        if not direct:
            await self._publish(events)
        return outcome

    async def _watch(self, heard: Heard, fields: dict[str, str]) -> dict[str, str]:
        """How likely a complaint goes further is told to the tags."""
        if not needs_watching(heard, fields):
            return {}
        remembered, events = await run_in_threadpool(watch, self.engine, heard, fields)
        await self._publish(events)
        return remembered

    async def _hear(self, heard: Heard, held: Held) -> Before:
        """Write down what came in, whoever will answer."""
        line: list[Reply] = [{"type": "text", "text": shown(heard)[:MAX_CHARS]}]
        events = [turn_events.received(heard)]
        direct = await self._direct(events)
        if not direct:
            await self._publish(events)
        once = f"{heard.turn_id}:customer"
        return await self.store.hear(heard.conversation_id, line, held, once, direct)

    async def _understand(self, heard: Heard, dialogue: str | None) -> Answer:
        """Ask Rasa, or say politely why not; never nothing."""
        if (own := without_rasa(heard)) is not None:
            return Answer(own, {})
        message = heard.message
        metadata = {
            "customer_id": message.customer_id,
            "channel": message.channel,
            "at": message.at.isoformat(),
            "turn_id": heard.turn_id,
        }
        try:
            answer = await self.rasa.turn(heard.conversation_id, heard.text, metadata, dialogue)
        except RasaUnavailable as error:
            log.warning("turn %s without Rasa: %s", heard.turn_id, error)
            answer = Answer([], {})
        if asks_for_person(heard.text) and not any(reply["type"] == "handoff" for reply in answer.replies):
            return replace(answer, replies=[HANDOFF])
        if not answer.replies:
            return replace(answer, replies=apology(heard.text))
        return replace(answer, replies=with_promise(answer.replies, answer.later))

    async def _note(self, heard: Heard, before: dict[str, str], now: dict[str, str]) -> None:
        """Remember what has changed."""
        if changed := {name: value for name, value in now.items() if before.get(name) != value}:
            await self.conversations.note(heard.conversation_id, **changed)

    async def _listen(self, heard: Heard, key: str) -> Outcome:
        """An agent speaks: the bot only understands, for the tags and for the agent."""
        try:
            nlu = (
                await self.rasa.parse(heard.text[:MAX_CHARS], heard.message.at.isoformat())
                if heard.text
                else {}
            )
        except RasaUnavailable:
            nlu = {}
        return await self._say_nothing(heard, key, Answer([], nlu))

    async def _say_nothing(self, heard: Heard, key: str, answer: Answer) -> Outcome:
        outcome = Outcome(heard.conversation_id, heard.turn_id, "agent", [])
        await self.store.remember(key, outcome.to_json())
        await self._publish(turn_events.recognised(heard, answer.nlu))
        return outcome

    async def _direct(self, events: list[Event]) -> list[Event]:
        """The events, if they may go straight to the stream; none while older ones wait in the outbox."""
        return events if await run_in_threadpool(outbox_is_empty, self.engine) else []

    async def _publish(self, events: Sequence[Event]) -> None:
        await run_in_threadpool(publish, self.engine, events)


def _heard(message: Incoming, conversation_id: str) -> Heard:
    text = mask_numbers(normalise(message.text))
    return Heard(message, conversation_id, message.derived_id("t"), text)
