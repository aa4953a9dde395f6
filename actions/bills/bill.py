"""Bills as a chart, a card with lines, and the line a customer asks about."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from actions.message.turn import Said, Turn
from actions.replies.figures import month_title, volume, yuan
from actions.replies.reply import Reply, chart, choices, fact
from actions.wording import options, say
from recsys.tariff.need import middle

Bill = dict[str, Any]
_FILLER = re.compile(r"那个|这个|那笔|这笔|那条|这条|那项|一个|一笔|的|块钱|元|块|扣了?|收了?|费用?|\d+")
_BLOCK = re.compile(r"^(\d+)MB$")


def month_asked(turn: Turn, bills: Sequence[Bill], day: date) -> Bill | None:
    """The bill of the month named, of several the last; the latest when none is named or it is not over yet.

    Nothing when we do not have it.
    """
    date = turn.first("date")
    if date is None:
        return bills[-1]
    month = str(date["to"] if isinstance(date, dict) else date)[:7]
    if month > f"{day:%Y-%m}":  # 「十月呢」 means the one that has been
        month = f"{int(month[:4]) - 1}{month[4:]}"
    found = next((bill for bill in bills if bill["month"] == month), None)
    return bills[-1] if found is None and month >= f"{day:%Y-%m}" else found


def balance_told(bills: Sequence[Bill]) -> Said:
    """We do not see the running balance; what we do see is the last bill."""
    if not bills:
        return Said([choices("balance_unknown")])
    last = bills[-1]
    values = {"month": month_title(last["month"]), "total": yuan(last["total"])}
    return Said(
        [choices("balance_unknown_billed", **values)], topic={"about": "bill", "month": last["month"]}
    )


def bill_chart(bills: Sequence[Bill]) -> Reply:
    """Totals by month."""
    x = [month_title(bill["month"]) for bill in bills]
    values = [bill["total"] / 100 for bill in bills]
    return chart(say("bill_chart_title", months=len(bills)), say("yuan"), x, {say("bill_series"): values})


def bill_card(bill: Bill) -> Reply:
    """One bill: its total, what makes it up, and every line."""
    extra = sum(line["amount"] for line in bill["lines"] if line["rule"] not in ("fee", "pack_fee"))
    fixed = bill["total"] - extra
    facts = [fact(say("fact_fixed"), yuan(fixed)), fact(say("fact_extra"), yuan(extra))]
    key = "bill_so_far" if bill.get("so_far") else "bill_title"
    note = "bill_note_so_far" if bill.get("so_far") else "bill_note"
    return {
        "type": "card",
        "kind": "service",
        "title": say(key, month=month_title(bill["month"])),
        "price": yuan(bill["total"]),
        "facts": facts,
        "reasons": [],
        "explain": [{"month": bill["month"], "lines": bill["lines"], "total": bill["total"]}],
        "note": say(note),
        "actions": options("bill_card_options"),
    }


def line_asked(turn: Turn, bills: Sequence[Bill]) -> tuple[Bill, dict[str, Any]] | None:
    """The newest line whose amount or title the message names, with its bill."""
    amount = middle(turn.first("money"))
    words = [str(value) for value in turn.all("bill_item")] + [turn.text]
    for bill in reversed(bills):
        for line in bill["lines"]:
            if (amount and abs(line["amount"]) == amount) or any(_names(word, line) for word in words):
                return bill, line
    return None


def line_text(bill: Bill, line: dict[str, Any]) -> str:
    """What the line is for and how it adds up."""
    values = {
        "month": month_title(bill["month"]),
        "title": line["title"],
        "quantity": line["quantity"],
        "unit": _unit(line["unit"]),
        "price": yuan(abs(line["unit_price"])),
        "amount": yuan(abs(line["amount"])),
    }
    return say("line", **values) + say(f"line_{line['rule']}")


def extra_lines(bill: Bill) -> list[dict[str, Any]]:
    """The lines beside the plan's own fee: what people ask about."""
    return [line for line in bill["lines"] if line["rule"] != "fee" and line["amount"]]


def _unit(unit: str) -> str:
    block = _BLOCK.match(unit)
    return say("unit_block", block=volume(int(block[1]))) if block else unit


def _names(said: str, line: dict[str, Any]) -> bool:
    """Whether the words stand in the title: 流量费 names 套外流量, 来电提醒 its monthly fee."""
    word = _FILLER.sub("", said).strip()
    title = _FILLER.sub("", line["title"]).replace("月", "")
    return len(word) > 1 and len(title) > 1 and (word in title or title in word or _topic(word, line))


def _topic(word: str, line: dict[str, Any]) -> bool:
    topics = {"data": "流量", "voice": "通话", "sms": "短信", "mms": "彩信", "min_spend": "保底"}
    topic = topics.get(line["rule"])
    return bool(topic and topic in word)
