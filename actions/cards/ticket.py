"""A ticket as a card, and the customer's words as they may be shown."""

from actions.replies.figures import moment_title
from actions.replies.reply import Reply, fact
from actions.wording import options, say
from recsys.engine import Engine
from recsys.service.ticket import Ticket
from recsys.wealth.compliance import forbidden_words

_SHOWN = 60


def ticket_card(engine: Engine, ticket: Ticket) -> Reply:
    """Number, state, what it is about, until when."""
    zone = engine.settings.zone
    facts = [
        fact(say("fact_number"), ticket.number),
        fact(say("fact_state"), say(f"ticket_{ticket.state}")),
        fact(say("fact_about"), quoted(ticket.summary)),
        fact(say("fact_due"), moment_title(ticket.due_at, zone)),
    ]
    return {
        "type": "card",
        "kind": "ticket",
        "id": ticket.number,
        "title": say(f"ticket_{ticket.kind}"),
        "facts": facts,
        "reasons": [],
        "actions": options("ticket_card_options"),
    }


def quoted(words: str) -> str:
    """The customer's words, shortened; left out when they hold what we may not say."""
    if forbidden_words(words, wealth=True):
        return say("words_kept")
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
