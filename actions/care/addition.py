"""What is said to a ticket that is open already: taken down with it, instead of a second one."""

from datetime import timedelta

from actions.cards.ticket import quoted
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.figures import moment_title
from actions.replies.reply import choices
from actions.wording import say, text
from recsys.engine import Engine
from recsys.service.escalation import escalation
from recsys.service.ticket import Kind, Ticket, add_to_ticket, tickets_of

FRESH = timedelta(hours=24)  # so long a ticket is what the talk is about
_MATTERS = ("network", "charge", "calls", "staff", "contract", "wealth", "points")


def open_one(engine: Engine, turn: Turn, *kinds: Kind) -> Ticket | None:
    """The customer's newest open ticket of these kinds, of any when none is named."""
    listed = tickets_of(engine, turn.customer_id, open_only=True)
    return next((one for one in listed if not kinds or one.kind in kinds), None)


def is_fresh(ticket: Ticket, turn: Turn) -> bool:
    """Whether it was opened so lately that the talk is still about it."""
    return turn.at - ticket.opened_at < FRESH


def is_another_matter(turn: Turn, ticket: Ticket) -> bool:
    """Whether the message says so, or tells of something that the ticket does not."""
    return says(turn.text, "another_matter") or are_apart(turn.text, ticket.summary)


def are_apart(words: str, others: str) -> bool:
    """Whether both tell of something, and nothing of the same."""
    said, known = _matters(words), _matters(others)
    return bool(said and known and not said & known)


def is_urgent(words: str) -> bool:
    """Whether somebody threatens to go further, or is near it."""
    return says(words, "urgent") or escalation([words]).level == "high"


def added(engine: Engine, turn: Turn, ticket: Ticket) -> Said:
    """Take it down, say the number and the time again, and offer a person; hard words make it urgent."""
    words = private_free(turn)
    urgent = ticket.kind == "complaint" and is_urgent(turn.text)
    ticket = add_to_ticket(engine, ticket.number, words, now=turn.at, channel=turn.channel, urgent=urgent)
    values = {
        "kind": say(f"ticket_{ticket.kind}"),
        "number": ticket.number,
        "due": moment_title(ticket.due_at, engine.settings.zone),
    }
    told = text("ticket_added", about=quoted(words), **values)
    person = choices("complaint_urgent" if urgent else "ticket_person")
    return Said([told, person], topic={"about": "ticket"})


def _matters(words: str) -> frozenset[str]:
    return frozenset(matter for matter in _MATTERS if says(words, f"matter_{matter}"))
