"""What every answer owes the customer, whatever was asked. Each check returns what is wrong, or nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any

from kb.catalogue.schema import Plan
from recsys.customers.load import bills_of, customer
from recsys.engine import Engine
from recsys.tariff.bill import bills
from recsys.wealth.compliance import RISK_SENTENCE, forbidden_words
from tests.fixtures.talk import Answer, Reply, words

INNER = re.compile(
    r"[a-z]+_[0-9a-f]{16,}|\b[ctg]0\d{5}\b|\byt_\w+|\byx_\w+|(?:action|utter)_\w+|Traceback|Exception|undefined"
    r"|\bNone\b|\bnull\b|\bTrue\b|\bFalse\b|\{\w*\}|\bC0*\d{6}\b|/(?:home|usr|opt|root)/|\.py\b"
)
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
NO_PITCH = {"complain", "dispute_bill", "report_fault", "stop_marketing", "privacy_request", "ask_human"}
PITCHES = {"plan", "pack", "wealth"}
APOLOGY = "系统刚才开了小差"


def flaws(engine: Engine, customer_id: str, answer: Answer) -> Iterator[str]:
    """All that is wrong with an answer of the bot."""
    if answer.status != 200:
        yield f"HTTP {answer.status}: {answer.body.get('detail')}"
        return
    yield from _spoken(answer)
    yield from _clean(answer.words)
    if answer.intent in NO_PITCH and any(card.get("kind") in PITCHES for card in answer.replies):
        yield f"a pitch in answer to {answer.intent}"
    yield from _wealth(answer)
    for card in answer.cards("plan"):
        yield from _plan(engine, customer_id, card)
    for reply in answer.replies:
        yield from _adds_up(reply)


def _spoken(answer: Answer) -> Iterator[str]:
    if not answer.replies:
        yield "silence"
    shown = [json.dumps(reply, sort_keys=True) for reply in answer.replies]
    if len(set(shown)) < len(shown):
        yield "the same reply twice"
    if any(not words(reply).strip() for reply in answer.replies):
        yield "an empty reply"
    if APOLOGY in answer.words:
        yield "an apology for trouble in the system"


def _clean(text: str) -> Iterator[str]:
    if found := INNER.search(text):
        yield f"shows {found[0]!r}"
    if found := PHONE.search(text):
        yield f"shows a whole phone number {found[0][:3]}…"
    if found_words := forbidden_words(text):
        yield f"forbidden words {found_words}"


def _wealth(answer: Answer) -> Iterator[str]:
    if answer.cards("wealth") and not _ends_with_risk(answer.replies[-1]):
        yield "a wealth card without the risk sentence at the end"


def _ends_with_risk(reply: Reply) -> bool:
    text = reply.get("note") or reply.get("text") or ""
    return str(text).rstrip("。 ").endswith(RISK_SENTENCE)


def _plan(engine: Engine, customer_id: str, card: dict[str, Any]) -> Iterator[str]:
    """A stated saving equals what billing the customer's own months one by one gives."""
    saving = card.get("saving")
    if not saving:
        return
    person = customer(engine, customer_id)
    plan = engine.catalogue.plans[card["id"]]
    gains = _gains(engine, customer_id, plan, card)
    mean = round_half_up(sum(gains), len(gains))
    stated = (saving["mean_fen"], saving["low_fen"], saving["high_fen"], saving["months"])
    if stated != (mean, min(gains), max(gains), len(gains)):
        yield f"{plan.title}: says {stated}, computed {(mean, min(gains), max(gains), len(gains))}"
    if saving["worse_months"] != sum(gain < 0 for gain in gains):
        yield f"{plan.title}: wrong number of months that cost more"
    amount = f"{abs(mean) // 100}.{abs(mean) % 100:02}"
    if mean and amount not in saving["text"]:
        yield f"{plan.title}: {saving['text']} does not say {amount}"
    if person.plan_id == plan.id:
        yield "suggests the plan that the customer has"


def _gains(engine: Engine, customer_id: str, plan: Plan, card: dict[str, Any]) -> list[int]:
    """Month by month: what the present plan and packs cost, less what the card's plan would."""
    person = customer(engine, customer_id)
    packs = [engine.catalogue.packs[id] for id in person.subscriptions if id in engine.catalogue.packs]
    present = engine.catalogue.plans[person.plan_id or ""]
    now = [bill.total for bill in bills(present, packs, person.usage)]
    with_packs = [month["lines"] for month in card.get("explain", [])]
    titles = {line["title"] for lines in with_packs for line in lines if line["rule"] == "pack_fee"}
    extra = [pack for pack in engine.catalogue.packs.values() if f"{pack.title}月费" in titles]
    then = [bill.total for bill in bills(plan, extra, person.usage)]
    return [one - other for one, other in zip(now, then, strict=True)]


def round_half_up(total: int, count: int) -> int:
    """Hand-made, so that the product's own rounding is checked."""
    quotient, rest = divmod(total, count)
    return quotient + (2 * rest >= count)


def _adds_up(reply: Reply) -> Iterator[str]:
    for month in reply.get("explain") or []:
        if sum(line["amount"] for line in month["lines"]) != month["total"]:
            yield f"the lines of {month['month']} do not add up to the total"


def bill_totals(engine: Engine, customer_id: str) -> list[float]:
    """What a bill chart must show, in yuan."""
    return [bill["total"] / 100 for bill in bills_of(engine, customer_id)]
