"""Suggestions on the table, and what a customer answers to them."""

from collections.abc import Callable, Mapping
from typing import Any

from actions.dialogue.questions import ask
from actions.dialogue.telling import event_of
from actions.items.pointed import pointed_card
from actions.items.reference import meant
from actions.items.refined import seen
from actions.message.correction import corrected, taken_back
from actions.message.cues import says
from actions.message.moves import agrees
from actions.message.turn import Said, Turn
from actions.message.values import bare_number
from actions.replies.reply import choices
from actions.wording import text
from kb.catalogue.schema import Item
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.offer.refusal import decline

_OTHERS = ("more", "cheaper_than", "bigger_than", "richer", "safer", "sooner", "longer", "smaller")
Start = Callable[[Engine, Turn, str], Said]


def answer_to_offer(
    engine: Engine,
    turn: Turn,
    *,
    asks: str,
    shelf: Mapping[str, Item],
    question: str,
    task: str,
    start: Start,
) -> Said | None:
    """Thanks for a no, an order begun for a yes or a pointed one; none when it is a new request.

    ``asks`` is the intent that would ask for suggestions again; ``question`` and ``task`` take over when
    it is open which one is wanted; ``start`` begins the order.
    """
    if other_wanted(turn):
        return None
    if (turn.intent == "deny" and not _names_figure(turn) and not says(turn.text, "asks_back")) or (
        turn.intent != asks and says(turn.text, "declined")
    ):
        decline_shown(engine, turn)
        return Said([text("offer_declined")])
    chosen = meant(turn, shelf) if turn.intent != asks else []
    shown = [id for id in turn.focus if id in shelf]
    if not chosen and agrees(turn) and len(shown) == 1:
        chosen = shown
    if not chosen and turn.topic.get("at") in shown and _takes(turn):
        chosen = [turn.topic["at"]]
    if chosen and (card := pointed_card(engine, turn)):
        return Said(card.messages, question="offer")
    if chosen:
        return start(engine, turn, chosen[0])
    if agrees(turn) and shown:
        need = {"options": shown}
        asked = ask(question, engine.catalogue, need)
        return Said([asked], question=question, task=task, need=need)
    if turn.intent == "inform" and not turn.entities and not _figure(turn):
        return Said([choices("offer_unclear")], question="offer", misunderstood=True)
    return None


def on_the_table(
    turn: Turn, decision: Decision, messages: list[dict[str, Any]], *, task: str, need: dict[str, Any]
) -> Said:
    """What the decision suggests is shown and open: to be taken, refused, or followed by others."""
    return Said(
        messages,
        question="offer",
        task=task,
        need=need,
        focus=[item.product_id for item in decision.items],
        pending={"decision": decision.decision_id, "seen": seen(turn)},
    )


def _takes(turn: Turn) -> bool:
    """「买1万」, after one of those shown was spoken of; how much is all that is said besides."""
    return says(turn.text, "takes") and {one["entity"] for one in turn.entities} <= {"money"}


def other_wanted(turn: Turn) -> bool:
    """「还有别的吗」「便宜点的」, or a figure put right: no refusal, but a new request."""
    asked = any(says(turn.text, cue) for cue in _OTHERS)
    return taken_back(turn.text) is not None or (asked and not says(turn.text, "wants_none"))


def _names_figure(turn: Turn) -> bool:
    """「不对,20的」 refuses nothing: it says what is wanted."""
    return any(char.isdigit() for char in turn.text) or turn.first("money", "data_volume") is not None


def _figure(turn: Turn) -> bool:
    """A number that corrects what was said before."""
    return corrected(turn.text) is not None or bare_number(turn.text) is not None


def decline_shown(engine: Engine, turn: Turn) -> None:
    """Remember that the suggestions were not wanted, or not now, once per decision."""
    decision = (turn.pending or {}).get("decision")
    payload = {"decision_id": decision, "product_ids": list(turn.focus), "text": turn.text}
    told = event_of(turn, "recommendation.declined", payload, f"e_declined_{decision or turn.turn_id}")
    decline(engine, told, turn.focus, put_off=says(turn.text, "put_off"))
