"""A person is wanted or needed: noticed, offered, queued for, and let go again."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool

from channels.conversation import Conversations
from channels.handoff_person import who, worth_of
from channels.handoff_signs import leaves_queue, understood_signs
from channels.handoff_summary import Case, summary
from channels.message import Heard, Reply
from channels.outlet import Outlet
from channels.page import intent_titles
from channels.rasa_client import Answer
from channels.transport import TransportError
from channels.waiting import Waiting
from channels.wording import say
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.service.escalation import CALM, mood_title
from recsys.service.handoff import Talk, place, reason, troubled

log = logging.getLogger(__name__)
ASKED = "asked"
TOLD = 3  # so many in front are told when they come nearer


@dataclass(frozen=True)
class HandoffDesk:
    """Looks after who needs a person, and keeps the queue."""

    engine: Engine
    conversations: Conversations
    waiting: Waiting
    outlets: Mapping[str, Outlet]

    async def attend(
        self, heard: Heard, answer: Answer, fields: dict[str, str]
    ) -> tuple[list[Reply], dict[str, str]]:
        """The replies with the wish for a person granted, or one offered where it is needed.

        ``fields`` are those of the conversation; they come back as they are to be remembered.
        """
        fields = fields | understood_signs(fields, answer.misunderstood)
        wishes = [reply for reply in answer.replies if reply["type"] == "handoff"]
        said = [reply for reply in answer.replies if reply["type"] != "handoff"]
        need = await self._need(heard, answer, fields, asked=bool(wishes))
        if wishes:
            under_way = str(wishes[0].get("summary", ""))
            named = str(wishes[0].get("reason", ASKED))
            why = need if named == ASKED and need else named
            queued = await self._queue_up(heard, why, fields, under_way)
            first = "human_again" if "waiting_since" in fields else "human"
            return [*(said or [_text(first)]), *queued], fields
        if need is None or "waiting_since" in fields:
            return said, fields
        offers = with_offer(said, need, fields)
        offered = dict.fromkeys([*fields.get("offered", "").split(), need])
        return offers, fields | {"need": need, "offered": " ".join(offered)}

    async def leave(self, heard: Heard, fields: dict[str, str]) -> list[Reply]:
        """Let go who will not wait any longer; nothing when they do not wait, or say something else."""
        if "waiting_since" not in fields or not leaves_queue(heard.text):
            return []
        if not await self.waiting.leave(heard.conversation_id):
            return []
        await self._publish(_event("handoff.ended", heard, {"reason": "left"}))
        await self.tell_places()
        return [_text("left_queue")]

    async def tell_places(self) -> None:
        """Tell the first ones in the queue that they have come nearer; in WeChat only who is next."""
        for ahead, conversation in enumerate(await self.waiting.front(TOLD)):
            meta = await self.conversations.meta(conversation)
            if ahead >= int(meta.get("told_ahead", 0)):
                continue
            line = [place_line(ahead)]
            await self.conversations.note(conversation, told_ahead=str(ahead))
            shown = await self.conversations.append(conversation, "system", line, only_if_owner="bot")
            outlet = self.outlets.get(meta.get("channel", ""))
            if shown and outlet and ahead == 0:
                await _deliver(outlet, meta["customer_id"], line)

    async def _need(self, heard: Heard, answer: Answer, fields: dict[str, str], asked: bool) -> str | None:
        intents = [str(wish.get("intent")) for wish in answer.nlu.get("wishes", [answer.nlu])]
        concern = troubled(heard.text, intents)
        valued, leaving = await run_in_threadpool(worth_of, self.engine, heard) if concern else (False, False)
        talk = Talk(
            level=fields.get("mood", CALM),
            angry=int(fields.get("angry", 0)),
            misunderstood=int(fields.get("misunderstood", 0)),
            asked=asked,
            troubled=concern,
            valued=valued,
            leaving=leaving,
        )
        return reason(talk)

    async def _queue_up(self, heard: Heard, why: str, fields: dict[str, str], under_way: str) -> list[Reply]:
        """Stand in the queue, once; how many stand before, or nothing when an agent is there already."""
        entries = await self.conversations.transcript(heard.conversation_id)
        person = await run_in_threadpool(who, self.engine, heard)
        case = Case(person, mood_title(fields.get("mood", CALM)), entries, intent_titles(), under_way)
        brief, now = summary(case), datetime.now(UTC)
        note = {"waiting_since": now.isoformat(), "handoff_reason": why, "handoff_summary": brief}
        joined = await self.waiting.join(heard.conversation_id, place(why, now), note)
        if joined is None:
            return []
        if joined == "now":
            await self._publish(_event("handoff.requested", heard, {"reason": why, "summary": brief}))
        ahead = await self.waiting.ahead(heard.conversation_id) or 0
        await self.conversations.note(heard.conversation_id, told_ahead=str(ahead))
        return [place_line(ahead)]

    async def _publish(self, event: Event) -> None:
        await run_in_threadpool(publish, self.engine, [event])


def with_offer(replies: list[Reply], need: str, fields: dict[str, str]) -> list[Reply]:
    """Offer a person before the answer, once for each reason, unless the answer does so itself."""
    person = say("human_text")
    offered = any(option["text"] == person for reply in replies for option in reply.get("options", ()))
    if need in fields.get("offered", "").split() or offered:
        return replies
    options = [{"label": say("human_label"), "text": person}]
    return [{"type": "choices", "text": say(f"offer_{need}"), "options": options}, *replies]


def place_line(ahead: int) -> Reply:
    """How many stand before them."""
    text = say("queue_ahead").format(count=ahead) if ahead else say("queue_next")
    return {"type": "text", "text": text}


def _text(key: str) -> Reply:
    return {"type": "text", "text": say(key)}


async def _deliver(outlet: Outlet, customer_id: str, line: list[Reply]) -> None:
    try:
        await outlet.send(customer_id, line)
    except TransportError as error:
        log.warning("a place in the queue was not told: %s", error.code)


def _event(kind: str, heard: Heard, payload: dict[str, str]) -> Event:
    message = heard.message
    return Event(
        type=kind,
        customer_id=message.customer_id,
        at=message.at,
        channel=message.channel,
        actor="customer",
        payload=payload,
        conversation_id=heard.conversation_id,
        id=message.derived_id("e", kind),
    )
