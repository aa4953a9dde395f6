"""A fault as told over turns, what to try first, and its ticket."""

from actions.answers.knowledge import shown, sure_answer
from actions.cards.ticket import ticket_card
from actions.care.addition import added, is_fresh, open_one
from actions.message.cues import says
from actions.message.story import joined
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.figures import moment_title
from actions.replies.reply import Reply
from actions.wording import say, text
from recsys.engine import Engine
from recsys.service.ticket import Ticket, open_ticket

_STORY = 300
_TELLING = 6  # characters


def fault_story(turn: Turn, action: str) -> str:
    """All that was said about it, private numbers left out."""
    before = turn.need.get("story", "") if turn.task == action else ""
    return joined((before, private_free(turn)), _STORY)


def is_over(turn: Turn) -> bool:
    """Whether it works again, or nothing need be done; a mere 「不」 may mean that it still does not work."""
    return says(turn.text, "fixed") or says(turn.text, "fault_over")


def added_to_reported(engine: Engine, turn: Turn) -> Said | None:
    """More on a fault reported lately goes into that report; none for a question, or another fault."""
    known = open_one(engine, turn, "fault")
    if known is None or not is_fresh(known, turn):
        return None
    other = says(turn.text, "asking") or says(turn.text, "another_matter")
    return None if other else added(engine, turn, known)


def too_short(turn: Turn) -> bool:
    """Whether an answer to our question tells nothing; then it is asked once more."""
    return len(turn.text) < _TELLING and not says(turn.text, "where") and not turn.need.get("asked_again")


def first_aid(engine: Engine, turn: Turn) -> list[Reply]:
    """Regret, and what can be tried at once: from the knowledge base when it is sure, else the usual."""
    hit = sure_answer(engine, turn)
    for_sale = hit and hit.meta.get("refs")
    if hit and hit.meta.get("intent") == turn.intent and not for_sale:
        return [text("fault_sorry"), shown(engine, turn, hit)]
    return [text("fault_sorry"), text("fault_home_steps" if says(turn.text, "home_line") else "fault_steps")]


def open_fault(engine: Engine, turn: Turn, story: str, before: list[Reply]) -> Said:
    """Register it; the time is when somebody answers at the latest."""
    ticket = reported(engine, turn, story)
    due = moment_title(ticket.due_at, engine.settings.zone)
    key = "fault_opened_home" if says(story, "home_line") else "fault_opened"
    return Said(
        [*before, text(key, number=ticket.number, due=due), ticket_card(engine, ticket)],
        focus=[],
        topic={"about": "ticket"},
    )


def reported(engine: Engine, turn: Turn, story: str) -> Ticket:
    """The ticket of a fault."""
    home = says(story, "home_line")
    return open_ticket(
        engine,
        turn.customer_id,
        "fault",
        story,
        key=f"{turn.turn_id}:fault",
        channel=turn.channel,
        now=turn.at,
        detail={"business_type": say("fault_home" if home else "fault_mobile")},
        conversation_id=turn.conversation_id,
    )
