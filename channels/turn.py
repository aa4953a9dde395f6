"""One message from a customer, from arrival to answer; every channel goes through here."""

import asyncio
import json
import logging
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from redis.asyncio import Redis
from starlette.concurrency import run_in_threadpool

from channels.conversation import Conversations
from channels.handoff import request_handoff
from channels.lock import CustomerLocks, LockTimeout
from channels.rasa_client import Answer, RasaClient, RasaUnavailable
from channels.text import MAX_CHARS, normalise
from channels.wording import say
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish

log = logging.getLogger(__name__)
_HUMAN = re.compile(r"(我要|帮我|给我|请)?(转|找|叫|接)?(个)?(人工|真人|客服|人)(客服|服务)?[。!!]?")
_REMEMBER_S = 86_400
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a channel hands it over; ``kind`` other than text is described in ``text``."""

    customer_id: str
    channel: str
    text: str
    message_id: str
    at: datetime
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the channel gives back; ``again`` marks a repeated message that did nothing."""

    conversation_id: str
    turn_id: str
    owner: str
    replies: list[dict[str, Any]]
    again: bool = False


class StillRunning(Exception):
    """The same message, or an earlier one of this customer, is being processed; ask again shortly."""


@dataclass(frozen=True)
class Turns:
    """The parts a turn needs, built once."""

    engine: Engine
    redis: Redis
    rasa: RasaClient
    locks: CustomerLocks
    conversations: Conversations

    async def take(self, message: Incoming) -> Outcome:
        """Process one message once; raises StillRunning, or RedisError when nothing was done."""
        key = f"huake:turn:{message.channel}:{message.customer_id}:{message.message_id}"
        claimed = await self.redis.set(key, "running", nx=True, ex=_REMEMBER_S)
        if not claimed:
            return await self._earlier(key)
        try:
            async with self.locks.hold(message.customer_id) as fence:
                outcome = await self._answer(message, fence)
                await self.redis.set(key, json.dumps(asdict(outcome), ensure_ascii=False), ex=_REMEMBER_S)
        except LockTimeout as error:
            await self.redis.delete(key)
            raise StillRunning(message.message_id) from error
        except BaseException:
            await self._release(key)
            raise
        return outcome

    async def _earlier(self, key: str) -> Outcome:
        """Wait for the first delivery's outcome, for as long as a turn may take."""
        async with asyncio.timeout(self.locks.wait_s) as limit:
            while (known := await self.redis.get(key)) == "running":
                await asyncio.sleep(_POLL_S)
        if limit.expired() or known is None:
            raise StillRunning(key)
        return replace(Outcome(**json.loads(known)), again=True)

    async def _release(self, key: str) -> None:
        """Let a failed message be sent again."""
        try:
            await self.redis.delete(key)
        except Exception:
            log.warning("could not release a failed turn; it frees itself after a day")

    async def _answer(self, message: Incoming, fence: int) -> Outcome:
        conversation = await self.conversations.current(message.customer_id, message.channel)
        turn_id = _derived_id("t", message)
        text = normalise(message.text)
        received = self._event("message.received", "customer", message, conversation, turn_id, None)
        received = replace(
            received, payload={"text": text[:MAX_CHARS], "kind": message.kind, "turn_id": turn_id}
        )
        await run_in_threadpool(publish, self.engine, [received])
        heard = [{"type": "text", "text": text[:MAX_CHARS]}]
        await self.conversations.append(conversation, "customer", heard)
        meta = await self.conversations.meta(conversation)
        if meta.get("owner") == "agent":
            return Outcome(conversation, turn_id, "agent", [])
        answer = await self._understand(message, conversation, turn_id, text)
        intent = answer.nlu.get("intent")
        replies = await self._hand_over(message, conversation, answer)
        said = await self.conversations.append(
            conversation, "bot", replies, only_if_owner="bot", fence=fence, intent=intent
        )
        if said is None:
            return Outcome(conversation, turn_id, "agent", [])
        events = self._outcome_events(message, conversation, turn_id, received.id, answer, replies)
        await run_in_threadpool(publish, self.engine, events)
        return Outcome(conversation, turn_id, "bot", replies)

    async def _understand(self, message: Incoming, conversation: str, turn_id: str, text: str) -> Answer:
        """Ask Rasa, or say politely why not; never nothing."""
        if not text:
            return _own_answer("empty")
        if len(text) > MAX_CHARS:
            return _own_answer("too_long", [_human_option()])
        metadata = {
            "customer_id": message.customer_id,
            "channel": message.channel,
            "at": message.at.isoformat(),
            "turn_id": turn_id,
        }
        try:
            answer = await self.rasa.turn(conversation, text, metadata)
        except RasaUnavailable as error:
            log.warning("turn %s without Rasa: %s", turn_id, error)
            answer = Answer([], {})
        if answer.replies:
            return answer
        if _HUMAN.fullmatch(text):
            return Answer([{"type": "handoff", "reason": "asked"}], answer.nlu)
        return _own_answer("busy", [{"label": say("retry_label"), "text": text}, _human_option()])

    async def _hand_over(self, message: Incoming, conversation: str, answer: Answer) -> list[dict[str, Any]]:
        """Take the wish for a person out of the replies and queue the conversation."""
        wishes = [reply for reply in answer.replies if reply["type"] == "handoff"]
        replies = [reply for reply in answer.replies if reply["type"] != "handoff"]
        for wish in wishes[:1]:
            first = await request_handoff(
                self.engine, self.conversations, conversation, message.customer_id, message.channel, wish
            )
            replies = replies or [{"type": "text", "text": say("human" if first else "human_again")}]
        return replies

    def _event(
        self, kind: str, actor: Any, message: Incoming, conversation: str, turn_id: str, cause: str | None
    ) -> Event:
        return Event(
            type=kind,
            customer_id=message.customer_id,
            at=message.at,
            channel=message.channel,
            actor=actor,
            payload={"turn_id": turn_id},
            conversation_id=conversation,
            caused_by=cause,
            id=_derived_id("e", message, kind),
        )

    def _outcome_events(
        self,
        message: Incoming,
        conversation: str,
        turn_id: str,
        cause: str,
        answer: Answer,
        replies: list[dict[str, Any]],
    ) -> list[Event]:
        sent = self._event("message.sent", "bot", message, conversation, turn_id, cause)
        sent = replace(sent, payload={"turn_id": turn_id, "replies": replies})
        if not answer.nlu.get("intent"):
            return [sent]
        understood = self._event("intent.recognised", "system", message, conversation, turn_id, cause)
        payload = {
            "turn_id": turn_id,
            "intent": answer.nlu["intent"],
            "confidence": answer.nlu["confidence"],
            "entities": [{"entity": e["entity"], "value": e["value"]} for e in answer.nlu["entities"]],
        }
        return [replace(understood, payload=payload), sent]


def _derived_id(prefix: str, message: Incoming, part: str = "") -> str:
    """The same message sent again after a failure has the same ids, so nothing is counted twice."""
    named = "\n".join((message.channel, message.customer_id, message.message_id, part))
    return f"{prefix}_{sha256(named.encode()).hexdigest()[:20]}"


def _human_option() -> dict[str, str]:
    return {"label": say("human_label"), "text": say("human_text")}


def _own_answer(key: str, options: list[dict[str, str]] | None = None) -> Answer:
    if not options:
        return Answer([{"type": "text", "text": say(key)}], {})
    return Answer([{"type": "choices", "text": say(key), "options": options}], {})
