"""Play a golden conversation with the running system and collect what is not as it should be."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import httpx

from recsys.engine import Engine
from scripts.system import System
from tests.conversations.effects import effect_flaws, opened_before
from tests.conversations.figures import Figures, figures
from tests.conversations.golden import Card, Expect, Golden
from tests.conversations.manners import bill_totals, flaws
from tests.conversations.pause import pause
from tests.fixtures.talk import Answer, Customer, words
from tests.fixtures.twins import twin

RESUME = "action_resume_question"  # runs after a digression, and says nothing about suggestions on the table


def play(system: System, engine: Engine, http: httpx.Client, golden: Golden) -> list[str]:
    """Talk it through; every flaw names its turn. Empty = golden."""
    customer = Customer(system, http, twin(engine, golden.customer), golden.channel)
    before, found, said = opened_before(engine, customer.id), [], {}
    for number, turn in enumerate(golden.turns, 1):
        known = figures(engine, customer.id)
        if turn.silent_minutes:
            pause(engine, customer, timedelta(minutes=turn.silent_minutes))
        answer = customer.say(turn.say.format_map(known) if "{" in turn.say else turn.say)
        known = Figures(known | figures(engine, customer.id))
        said.setdefault(customer.conversation, 0)
        said[customer.conversation] += 1
        wrong = [*_turn_flaws(engine, customer.id, answer, turn.expect, known)]
        found += [f"turn {number} 「{turn.say}」: {flaw}\n    answered: {shown(answer)}" for flaw in wrong]
    found += _out_of_turn(customer, said) if not golden.after.erased else []
    return found + [
        f"afterwards: {flaw}" for flaw in effect_flaws(engine, customer, before, golden.after, known)
    ]


def shown(answer: Answer) -> str:
    """The answer on one line."""
    text = " | ".join(words(reply).replace("\n", " ") for reply in answer.replies)
    return f"[{answer.intent} → {answer.actions}] {text[:700]}"


def _turn_flaws(
    engine: Engine, customer_id: str, answer: Answer, expect: Expect, known: Mapping[str, str]
) -> Iterator[str]:
    if answer.body.get("owner") != expect.owner:
        yield f"owner is {answer.body.get('owner')}, not {expect.owner}"
    if expect.owner == "agent":
        if answer.replies:
            yield "the bot speaks while a person has the conversation"
        return
    yield from flaws(engine, customer_id, answer)
    if expect.intent and answer.intent != expect.intent:
        yield f"understood {answer.intent}, not {expect.intent}"
    ran = answer.actions if RESUME in expect.actions else [one for one in answer.actions if one != RESUME]
    if expect.actions and ran != expect.actions:
        yield f"ran {ran}, not {expect.actions}"
    yield from _word_flaws(answer, expect, known)
    yield from _shape_flaws(answer, expect, known)
    if expect.chart:
        yield from _chart_flaws(engine, customer_id, answer)


def _word_flaws(answer: Answer, expect: Expect, known: Mapping[str, str]) -> Iterator[str]:
    text = answer.words
    for word in expect.contains:
        if word.format_map(known) not in text:
            yield f"does not say {word.format_map(known)!r}"
    for word in expect.not_contains:
        if word.format_map(known) in text:
            yield f"says {word.format_map(known)!r}"
    if expect.any_of and not any(word.format_map(known) in text for word in expect.any_of):
        yield f"says none of {expect.any_of}"
    if expect.source and not any(reply.get("source", {}).get("title") for reply in answer.replies):
        yield "names no source"


def _shape_flaws(answer: Answer, expect: Expect, known: Mapping[str, str]) -> Iterator[str]:
    if expect.replies is not None and len(answer.replies) != expect.replies:
        yield f"{len(answer.replies)} replies, not {expect.replies}"
    cards = [reply for reply in answer.replies if reply["type"] == "card"]
    if expect.cards is not None and len(cards) != expect.cards:
        yield f"{len(cards)} cards, not {expect.cards}"
    if expect.card and not any(_fits(card, expect.card, known) for card in cards):
        yield f"no card like {expect.card.model_dump(exclude_none=True)}"
    labels = [option["label"] for reply in answer.replies for option in reply.get("options", [])]
    for label in expect.choices:
        if label.format_map(known) not in labels:
            yield f"no choice {label.format_map(known)!r} among {labels}"
    table = words([reply for reply in answer.replies if reply["type"] == "table"])
    for word in expect.table:
        if word.format_map(known) not in table:
            yield f"no table with {word.format_map(known)!r}"


def _fits(card: Mapping[str, Any], wanted: Card, known: Mapping[str, str]) -> bool:
    if card["kind"] != wanted.kind or (wanted.saving and not card.get("saving")):
        return False
    if wanted.title and wanted.title.format_map(known) not in card["title"]:
        return False
    text = words(dict(card))
    return all(word.format_map(known) in text for word in wanted.contains)


def _chart_flaws(engine: Engine, customer_id: str, answer: Answer) -> Iterator[str]:
    charts = [reply for reply in answer.replies if reply["type"] == "chart"]
    if not charts:
        yield "no chart"
    elif charts[0]["series"][0]["values"] != bill_totals(engine, customer_id):
        yield "the chart does not show the bills"


def _out_of_turn(customer: Customer, said: Mapping[str | None, int]) -> Iterator[str]:
    """Each transcript holds message and answer by turns: nothing twice, nothing without an answer."""
    for conversation, turns in said.items():
        authors = [entry["author"] for entry in customer.transcript(conversation)]
        owned = [author for author in authors if author in ("customer", "bot")]
        if "agent" not in authors and owned != ["customer", "bot"] * turns:
            yield f"{turns} messages are in the transcript as {owned}"
