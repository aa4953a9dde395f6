"""Withdrawing the consent to marketing: at once when it is plain, else after asking what is meant."""

import re
from functools import cache
from pathlib import Path

import yaml

from actions.answers.knowledge import answered
from actions.dialogue.questions import ask
from actions.message.turn import Said, Turn
from actions.privacy.proof import proof
from actions.replies.reply import choices
from actions.wording import text
from recsys.contacts.consent import record_consent, stop_marketing
from recsys.customers.load import customer
from recsys.engine import Engine

QUESTION = "stop_what"


def is_plain(text: str) -> bool:
    """Whether the words ask for no more marketing, and for nothing else."""
    if _fits("doubt", text) or _fits("other", text):
        return False
    coded = _patterns()["code"].fullmatch(text.strip()) is not None
    return coded or (_fits("matter", text) and _fits("stop", text)) or _fits("contacted", text)


def means_marketing(turn: Turn) -> bool:
    """Whether a message says so, by itself or as the answer to our question."""
    return is_plain(turn.text) or (turn.question == QUESTION and _fits("marketing", turn.text))


def withdrawn(engine: Engine, turn: Turn) -> Said:
    """No more marketing from now on, in any channel; what may still be sent is said."""
    stop_marketing(engine, turn.customer_id, proof=proof(turn), now=turn.at)
    return Said([text("marketing_stopped")], focus=[], closes=True)


def given_back(engine: Engine, turn: Turn) -> Said:
    """Marketing in this channel again."""
    channel = turn.channel
    record_consent(engine, turn.customer_id, channel, "marketing", True, proof=proof(turn), now=turn.at)
    return Said([text("marketing_resumed")])


def asked_what(engine: Engine, turn: Turn) -> Said:
    """「我要退订」: the marketing, or one of the things held; a question about it is answered."""
    if _fits("doubt", turn.text):
        return answered(engine, turn)
    if not _fits("gives_up", turn.text):
        return Said([choices("marketing_unclear")], misunderstood=True)
    need = {"options": ended_by_us(engine, turn)}
    asked = ask(QUESTION, engine.catalogue, need)
    return Said([asked], question=QUESTION, need=need, focus=need["options"])


def ended_by_us(engine: Engine, turn: Turn) -> list[str]:
    """Services, and packs that go on by themselves, among what the customer holds."""
    held, shelf = customer(engine, turn.customer_id, turn.at).subscriptions, engine.catalogue
    return [id for id in held if id in shelf.services or (id in shelf.packs and shelf.packs[id].renews)]


def _fits(name: str, text: str) -> bool:
    return _patterns()[name].search(text) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in table.items()}
