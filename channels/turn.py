"""One message from a customer, from arrival to answer; every channel goes through here."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from redis.asyncio import Redis
from starlette.concurrency import run_in_threadpool

from channels import turn_events
from channels.answers import HANDOFF, apology, asks_for_person, shown, without_rasa
from channels.conversation import REMEMBER_S, Conversations, Superseded
from channels.handoff import request_handoff
from channels.lock import CustomerLocks, LockTimeout
from channels.mask import mask_numbers
from channels.message import Heard, Incoming, Outcome, Reply
from channels.outgoing import unspeakable
from channels.rasa_client import Answer, RasaClient, RasaUnavailable
from channels.text import MAX_CHARS, normalise
from channels.wording import say
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.service.escalation import CALM, escalation

log = logging.getLogger(__name__)


class StillRunning(Exception):
    """An earlier message of this customer is being processed; send the same again shortly."""


@dataclass(frozen=True)
class Turns:
    """The parts a turn needs, built once."""

    engine: Engine
    redis: Redis
    rasa: RasaClient
    locks: CustomerLocks
    conversations: Conversations

    async def take(self, message: Incoming) -> Outcome:
        """Process one message once; the same again returns the first outcome.

        Raises StillRunning, or RedisError: then the same message may be sent again, and nothing is doubled.
        """
        key = f"huake:turn:{message.channel}:{message.customer_id}:{message.message_id}"
        try:
            async with self.locks.hold(message.customer_id) as fence:
                return await self._earlier(key) or await self._answer(message, key, fence)
        except (LockTimeout, Superseded) as error:
            raise StillRunning(message.message_id) from error

    async def _earlier(self, key: str) -> Outcome | None:
        known = await self.redis.get(key)
        return Outcome.remembered(str(known)) if known else None

    async def _answer(self, message: Incoming, key: str, fence: int) -> Outcome:
        heard = await self._hear(message, fence)
        meta = await self.conversations.meta(heard.conversation_id)
        if meta.get("owner") == "agent":
            return await self._listen(heard, key)
        answer = await self._understand(heard)
        replies = await self._hand_over(heard, answer.replies)
        if words := unspeakable(replies):
            log.error("turn %s would have said %s", heard.turn_id, "、".join(words))
            replies = apology(heard.text)
        outcome = Outcome(heard.conversation_id, heard.turn_id, "bot", replies)
        said = await self.conversations.append(
            heard.conversation_id,
            "bot",
            replies,
            only_if_owner="bot",
            fence=fence,
            intent=answer.nlu.get("intent"),
            once=f"{heard.turn_id}:bot",
            remember=(key, outcome.to_json()),
        )
        if said is None:
            return await self._say_nothing(heard, key, answer)
        await self._publish(
            [
                *turn_events.recognised(heard, answer.nlu),
                *turn_events.shown(heard, replies),
                turn_events.sent(heard, replies),
            ]
        )
        return outcome

    async def _hear(self, message: Incoming, fence: int) -> Heard:
        """Write down what came in, whoever will answer."""
        conversation = await self.conversations.current(message.customer_id, message.channel)
        heard = Heard(message, conversation, message.derived_id("t"), mask_numbers(normalise(message.text)))
        await self._publish([turn_events.received(heard)])
        line: list[Reply] = [{"type": "text", "text": shown(heard)[:MAX_CHARS]}]
        once = f"{heard.turn_id}:customer"
        await self.conversations.append(conversation, "customer", line, fence=fence, once=once)
        if (mood := escalation([heard.text]).level) != CALM:
            await self.conversations.note(conversation, mood=mood)
        return heard

    async def _understand(self, heard: Heard) -> Answer:
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
            answer = await self.rasa.turn(heard.conversation_id, heard.text, metadata)
        except RasaUnavailable as error:
            log.warning("turn %s without Rasa: %s", heard.turn_id, error)
            answer = Answer([], {})
        if asks_for_person(heard.text) and not any(reply["type"] == "handoff" for reply in answer.replies):
            return Answer([HANDOFF], answer.nlu)
        return answer if answer.replies else Answer(apology(heard.text), answer.nlu)

    async def _hand_over(self, heard: Heard, replies: list[Reply]) -> list[Reply]:
        """Take the wish for a person out of the replies and queue the conversation."""
        wishes = [reply for reply in replies if reply["type"] == "handoff"]
        said = [reply for reply in replies if reply["type"] != "handoff"]
        if not wishes:
            return said
        first = await request_handoff(self.engine, self.conversations, heard, wishes[0])
        return said or [{"type": "text", "text": say("human" if first else "human_again")}]

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
        await self.redis.set(key, outcome.to_json(), ex=REMEMBER_S)
        await self._publish(turn_events.recognised(heard, answer.nlu))
        return outcome

    async def _publish(self, events: Sequence[Event]) -> None:
        await run_in_threadpool(publish, self.engine, events)
