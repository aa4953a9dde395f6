"""What a complaint holds, and its ticket."""

import re

from actions.cards.ticket import quoted, ticket_card
from actions.care.addition import added, are_apart, is_another_matter, is_fresh, is_urgent, open_one
from actions.care.fault import reported
from actions.message.cues import says
from actions.message.story import joined
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.figures import moment_title
from actions.replies.reply import Reply, choices
from actions.wording import say, text
from recsys.engine import Engine
from recsys.service.ticket import open_ticket

FAULT = "action_report_fault"
_STORY = 500
_DETAIL = 12  # characters beside the wish to complain that make a story
_WORDS = 4
_BARE = re.compile(
    r"(?:我|你们|要|想|去|给|投诉|举报|差评|太|真|了|吧|啊|的|正式|反映|客服|服务|[,，。!！?？\s])"
)


def detail(said: str) -> int:
    """How much is told beside the wish to complain, in characters."""
    return len(_BARE.sub("", said))


def story_so_far(engine: Engine, turn: Turn, asked: bool) -> str:
    """All that was told of it: as a fault, before we asked, and now."""
    fault = open_one(engine, turn, "fault", "dispute")
    reported = fault.summary if fault and is_fresh(fault, turn) else ""
    said = private_free(turn)
    now = said if asked or detail(said) >= _WORDS else ""
    before = joined((reported, turn.need.get("story", ""), *turn.told), _STORY)
    return now if are_apart(now, before) else joined((before, now), _STORY)


def fault_told(turn: Turn) -> str:
    """The fault that was being reported when the complaint came: it must not be lost."""
    told: str = turn.need.get("story", "") if turn.task == FAULT else turn.need.get("fault", "")
    return told


def added_to_known(engine: Engine, turn: Turn) -> Said | None:
    """What is said to an open complaint goes into it; none without one, or when it is another matter.

    A bare 「投诉」 days later may be either, and is asked about.
    """
    known = open_one(engine, turn, "complaint")
    if known is None or is_another_matter(turn, known):
        return None
    tells = says(turn.text, "redress") or is_urgent(turn.text) or detail(turn.text) >= _WORDS
    return added(engine, turn, known) if tells or is_fresh(known, turn) else None


def tells_enough(story: str) -> bool:
    """Whether it says what happened, not only that they complain."""
    return detail(story) >= _DETAIL


def asked_to_tell(engine: Engine, turn: Turn, story: str) -> Said:
    """Regret and the question what happened; a fault that was being reported is kept in mind."""
    before = _known_complaint(engine, turn) or [text("complaint_sorry")]
    need = {"story": story, "fault": fault_told(turn)}
    return Said([*before, choices("ask_complaint_detail")], question="complaint_detail", need=need)


def _known_complaint(engine: Engine, turn: Turn) -> list[Reply]:
    """A complaint that is open already: its number and when it is due."""
    known = open_one(engine, turn, "complaint")
    if known is None:
        return []
    due = moment_title(known.due_at, engine.settings.zone)
    return [text("complaint_known", number=known.number, due=due, about=quoted(known.summary))]


def open_complaint(engine: Engine, turn: Turn, story: str) -> Said:
    """Register it, say it back, promise a time; hard words go to a person at once as an offer."""
    urgent = is_urgent(story)
    ticket = open_ticket(
        engine,
        turn.customer_id,
        "complaint",
        story,
        key=f"{turn.turn_id}:complaint",
        channel=turn.channel,
        now=turn.at,
        detail={"business_type": say("complaint_type"), "urgent": urgent},
        conversation_id=turn.conversation_id,
    )
    if fault := fault_told(turn):
        reported(engine, turn, fault)
    due = moment_title(ticket.due_at, engine.settings.zone)
    opened = text("complaint_opened", number=ticket.number, about=quoted(story), due=due)
    person = choices("complaint_urgent" if urgent else "complaint_person")
    return Said(
        [opened, ticket_card(engine, ticket), person], focus=[], topic={"about": "ticket"}, closes=True
    )
