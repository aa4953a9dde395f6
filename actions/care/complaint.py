"""What a complaint holds, and its ticket."""

import re

from actions.cards.ticket import quoted, ticket_card
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.figures import moment_title
from actions.replies.reply import Reply, choices
from actions.wording import say, text
from recsys.engine import Engine
from recsys.service.escalation import escalation
from recsys.service.ticket import open_ticket, tickets_of

_STORY = 500
_DETAIL = 12  # characters beside the wish to complain that make a story
_WORDS = 4
_BARE = re.compile(
    r"(?:我|你们|要|想|去|给|投诉|举报|差评|太|真|了|吧|啊|的|正式|反映|客服|服务|[,，。!！?？\s])"
)


def detail(said: str) -> int:
    """How much is told beside the wish to complain, in characters."""
    return len(_BARE.sub("", said))


def has_detail(turn: Turn) -> bool:
    """Whether the message tells what happened, not only that they complain."""
    return detail(turn.text) >= _DETAIL


def story_so_far(turn: Turn, asked: bool) -> str:
    """What was told before our question, and what is told now."""
    before = turn.need.get("story", "") if asked else ""
    said = private_free(turn)
    return "；".join(part for part in (before, said if asked or detail(said) >= _WORDS else "") if part)


def known_complaint(engine: Engine, turn: Turn) -> list[Reply]:
    """A complaint that is open already: its number and when it is due."""
    tickets = [t for t in tickets_of(engine, turn.customer_id, open_only=True) if t.kind == "complaint"]
    if not tickets:
        return []
    due = moment_title(tickets[0].due_at, engine.settings.zone)
    return [text("complaint_known", number=tickets[0].number, due=due, about=quoted(tickets[0].summary))]


def open_complaint(engine: Engine, turn: Turn, story: str) -> Said:
    """Register it, say it back, promise a time; hard words go to a person at once as an offer."""
    urgent = says(story, "urgent") or escalation([story]).level == "high"
    ticket = open_ticket(
        engine,
        turn.customer_id,
        "complaint",
        story[:_STORY],
        key=f"{turn.turn_id}:complaint",
        channel=turn.channel,
        now=turn.at,
        detail={"business_type": say("complaint_type"), "urgent": urgent},
        conversation_id=turn.conversation_id,
    )
    due = moment_title(ticket.due_at, engine.settings.zone)
    opened = text("complaint_opened", number=ticket.number, about=quoted(story), due=due)
    person = choices("complaint_urgent" if urgent else "complaint_person")
    return Said([opened, ticket_card(engine, ticket), person], focus=[], topic={"about": "ticket"})
