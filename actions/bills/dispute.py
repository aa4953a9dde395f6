"""Which charge is doubted, what it is, and a ticket for it."""

from collections.abc import Sequence

from actions.bills.bill import Bill, bill_card, extra_lines, line_asked, line_text
from actions.cards.ticket import ticket_card
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.figures import month_title, yuan
from actions.replies.reply import choices
from actions.wording import say, text
from recsys.engine import Engine
from recsys.service.ticket import open_ticket

_SUMMARY = 200


def explain_charge(turn: Turn, bills: Sequence[Bill]) -> Said:
    """The line asked about; without one, what the last bill holds beside the plan, and which is meant."""
    asked_before = turn.question == "charge"
    said = "；".join(part for part in (turn.need.get("said", ""), private_free(turn)) if part)
    need = {"said": said[:_SUMMARY]}
    if found := line_asked(turn, bills):
        bill, line = found
        need["charge"] = f"{bill['month']} {line['title']} {yuan(abs(line['amount']))}"
        explained = text("dispute_explained", line=line_text(bill, line))
        return Said([explained, choices("ask_confirm_ticket")], question="confirm_ticket", need=need)
    if asked_before or not bills:
        return Said(
            [text("dispute_not_found"), choices("ask_confirm_ticket")], question="confirm_ticket", need=need
        )
    latest = _in_question(turn, bills)
    lines = "、".join(f"{line['title']}{yuan(line['amount'])}" for line in extra_lines(latest))
    key = "dispute_lines" if lines else "dispute_no_lines"
    intro = text(key, month=month_title(latest["month"]), total=yuan(latest["total"]), lines=lines)
    card = {name: value for name, value in bill_card(latest).items() if name != "actions"}
    return Said([intro, card, choices("ask_charge")], question="charge", need=need)


def _in_question(turn: Turn, bills: Sequence[Bill]) -> Bill:
    """The bill just talked of; else the last whole one."""
    shown = next((bill for bill in bills if bill["month"] == turn.topic.get("month")), None)
    return shown or (bills[-1] if not bills[-1].get("so_far") or len(bills) == 1 else bills[-2])


def open_dispute(engine: Engine, turn: Turn) -> Said:
    """A ticket for the charge, with number and promise."""
    need = turn.need
    summary = "；".join(part for part in (need.get("charge"), need.get("said")) if part)
    ticket = open_ticket(
        engine,
        turn.customer_id,
        "dispute",
        summary or say("dispute_summary"),
        key=f"{turn.turn_id}:dispute",
        channel=turn.channel,
        now=turn.at,
        detail={"business_type": say("dispute_summary"), "charge": need.get("charge")},
        conversation_id=turn.conversation_id,
    )
    return Said([text("dispute_opened"), ticket_card(engine, ticket)], focus=[], topic={"about": "ticket"})
