"""From a confirmation to an order: the same for plans, packs, services and wealth."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from actions.cards.order import order_card
from actions.dialogue.questions import ask
from actions.dialogue.telling import tell
from actions.dialogue.topic import shelf_of
from actions.message.moves import agrees, refuses
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply
from actions.wording import options, say, text
from recsys.engine import Engine
from recsys.orders.order import Action, Order, OrderRefused, place_order

FRESH = timedelta(hours=1)  # a yes that comes later is asked for again, with the terms of that moment


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to order; ``amount`` in fen, wealth only."""

    product_id: str
    action: Action
    amount: int | None = None


def confirm(
    engine: Engine,
    turn: Turn,
    task: str,
    wishes: list[Wish],
    sentence: str,
    need: dict[str, Any] | None = None,
) -> Said:
    """Say what would happen and ask for a yes; nothing is done yet. ``need`` lets a value be corrected."""
    decision = (turn.pending or {}).get("decision")
    pending = {
        "wishes": [asdict(wish) for wish in wishes],
        "sentence": sentence,
        "key": turn.turn_id,
        "at": turn.at.isoformat(),
        "decision": decision,
    }
    asked = ask("confirm_order", engine.catalogue, {}, pending)
    first = wishes[0].product_id
    focus = turn.focus if first in turn.focus else (first,)
    return Said(
        [asked],
        question="confirm_order",
        task=task,
        need=need or {},
        focus=list(focus),
        pending=pending,
        topic={"about": shelf_of(engine.catalogue, [first]), "at": first},
    )


def settle(engine: Engine, turn: Turn, task: str, again: Callable[[Wish], Said]) -> Said | None:
    """What a yes or a no to 「确认办理吗」 does; none when that is not open or neither is said.

    A yes that comes too late places nothing: ``again`` puts the question with the terms of now.
    """
    pending = turn.pending or {}
    if not turn.answers(task) or turn.question != "confirm_order" or not pending.get("wishes"):
        return None
    if refuses(turn):
        return Said([text("order_dropped")])
    if not agrees(turn):
        return None
    if turn.at - datetime.fromisoformat(pending["at"]) > FRESH:
        return _once_more(again(Wish(**pending["wishes"][0])))
    return _placed(engine, turn, pending)


def still_open(engine: Engine, turn: Turn, task: str) -> Said | None:
    """The same question again, when what was said neither answers it nor asks for anything else."""
    if not turn.answers(task) or turn.question != "confirm_order":
        return None
    return Said(
        [ask("confirm_order", engine.catalogue, {}, turn.pending)], question="confirm_order", task=task
    )


def _once_more(said: Said) -> Said:
    first, *rest = said.messages
    told = first | {"text": say("order_once_more") + str(first["text"])} if "text" in first else first
    return replace(said, messages=[told, *rest])


def _placed(engine: Engine, turn: Turn, pending: dict[str, Any]) -> Said:
    try:
        orders = [_place(engine, turn, pending["key"], Wish(**wish)) for wish in pending["wishes"]]
    except OrderRefused as refusal:
        return Said([refused(refusal.code)])
    _accept(engine, turn, pending, orders)
    cards = [order_card(engine, order) for order in orders]
    return Said(cards, topic={"about": "order"})


def refused(code: str) -> Reply:
    """Why something cannot be ordered, in words, with a way on."""
    shown = options("refused_options")
    return {"type": "choices", "text": say(f"refused_{code}"), "options": shown}


def _place(engine: Engine, turn: Turn, key: str, wish: Wish) -> Order:
    return place_order(
        engine,
        turn.customer_id,
        wish.product_id,
        action=wish.action,
        amount=wish.amount,
        key=f"{key}:{wish.action}:{wish.product_id}",
        channel=turn.channel,
        now=turn.at,
        conversation_id=turn.conversation_id,
    )


def _accept(engine: Engine, turn: Turn, pending: dict[str, Any], orders: list[Order]) -> None:
    """A suggestion that was taken is remembered as such, once."""
    if not pending.get("decision"):
        return
    line = {"mobile": "tariff"}.get(orders[0].line, orders[0].line)
    payload = {"decision_id": pending["decision"], "product_id": orders[0].product_id, "line": line}
    tell(engine, turn, "recommendation.accepted", payload, f"e_accepted_{pending['decision']}")
