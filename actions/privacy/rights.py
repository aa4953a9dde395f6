"""Serving the customer's rights over their data."""

from collections.abc import Callable

from actions.cards.ticket import ticket_card
from actions.message.turn import Said, Turn
from actions.privacy.proof import proof
from actions.replies.figures import day_title, moment_title, volume, yuan
from actions.replies.reply import Reply, choices, table
from actions.wording import say, say_or, text
from recsys.contacts.consent import personalisation_allowed, record_consent
from recsys.customers.privacy import export
from recsys.engine import Engine
from recsys.offer.decision_log import decisions_of
from recsys.service.ticket import Ticket, open_ticket
from recsys.tags.access import CUSTOMER
from recsys.tags.store import TagValue, tags_of


def why_suggested(engine: Engine, turn: Turn) -> Said:
    """The reasons of the last suggestion, and how to switch it off."""
    decisions = [one for one in decisions_of(engine, turn.customer_id, 5) if one.items]
    if not decisions:
        return Said([choices("why_nothing")])
    item, when = decisions[0].items[0], moment_title(decisions[0].at, engine.settings.zone)
    reasons = "；".join(reason.text for reason in item.reasons)
    return Said([choices("why_suggested", when=when, title=item.title, reasons=reasons)])


def see_data(engine: Engine, turn: Turn) -> Said:
    """How much is kept by kind, and the tags with their sources."""
    kept = export(engine, turn.customer_id)
    counts = [
        [say(f"kept_{name}"), say("records", count=len(rows))] for name, rows in kept.items() if name in _KEPT
    ]
    messages: list[Reply] = [table(say("kept_title"), [say("row_kind"), say("row_kept")], counts)]
    tags = tags_of(engine, turn.customer_id, turn.at, CUSTOMER)
    if tags:
        rows = [_tag_row(tag) for tag in sorted(tags, key=lambda tag: (tag.group, tag.title))]
        columns = [say("row_tag"), say("row_value"), say("row_evidence")]
        messages.append(table(say("tags_title", count=len(tags)), columns, rows))
    elif not personalisation_allowed(engine, turn.customer_id):
        messages.append(text("tags_off"))
    return Said([*messages, choices("data_rights")])


def stop_profiling(engine: Engine, turn: Turn) -> Said:
    """From the next decision on no tag is used."""
    record_consent(engine, turn.customer_id, "*", "personalisation", False, proof=proof(turn), now=turn.at)
    return Said([text("profiling_stopped")], focus=[], pending=None)


def resume_profiling(engine: Engine, turn: Turn) -> Said:
    """Tags may be used again."""
    record_consent(engine, turn.customer_id, "*", "personalisation", True, proof=proof(turn), now=turn.at)
    return Said([text("profiling_resumed")])


def ask_delete(_engine: Engine, _turn: Turn) -> Said:
    """Say what would go and ask for a yes."""
    return Said([choices("ask_confirm_delete")], question="confirm_delete", need={})


def delete_all(engine: Engine, turn: Turn) -> Said:
    """No tag is used from now on; the deletion itself is done within the time of its ticket."""
    record_consent(engine, turn.customer_id, "*", "personalisation", False, proof=proof(turn), now=turn.at)
    ticket = _ticket(engine, turn, "delete")
    return Said([text("delete_begun", number=ticket.number), ticket_card(engine, ticket)])


def export_data(engine: Engine, turn: Turn) -> Said:
    """A copy is handed over after the person has been verified."""
    ticket = _ticket(engine, turn, "export")
    return Said([text("export_begun", number=ticket.number), ticket_card(engine, ticket)])


def correct_data(engine: Engine, turn: Turn) -> Said:
    """What is wrong is corrected by a person."""
    ticket = _ticket(engine, turn, "correct")
    return Said([text("correct_begun", number=ticket.number), ticket_card(engine, ticket)])


REQUESTS: tuple[tuple[str, Callable[[Engine, Turn], Said]], ...] = (
    ("why_offered", why_suggested),
    ("reopen", resume_profiling),
    ("stop_profiling", stop_profiling),
    ("correct", correct_data),
    ("export", export_data),
    ("erase", ask_delete),
    ("see_data", see_data),
)
_KEPT = frozenset(
    {
        "customers",
        "subscriptions",
        "usage_months",
        "bills",
        "holdings",
        "assessments",
        "contacts",
        "tags",
        "decisions",
        "orders",
        "tickets",
        "consents",
    }
)


def _ticket(engine: Engine, turn: Turn, request: str) -> Ticket:
    return open_ticket(
        engine,
        turn.customer_id,
        "privacy",
        say(f"privacy_{request}"),
        key=f"{turn.turn_id}:{request}",
        channel=turn.channel,
        now=turn.at,
        detail={"business_type": say("privacy_type"), "request": request, "text": proof(turn)["text"]},
        conversation_id=turn.conversation_id,
    )


def _tag_row(tag: TagValue) -> list[str]:
    since = day_title(tag.since.date())
    return [tag.title, _tag_value(tag), say("tag_evidence", since=since, count=len(tag.evidence))]


def _tag_value(tag: TagValue) -> str:
    """By the type of its definition; codes in words."""
    if tag.value is True:
        return say("yes")
    if tag.type in ("money", "data") and isinstance(tag.value, int):
        return yuan(tag.value) if tag.type == "money" else volume(tag.value)
    return say_or(f"value_{tag.value}", str(tag.value))
