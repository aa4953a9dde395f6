"""Events that an action publishes itself."""

from typing import Any

from actions.message.turn import Turn
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish


def tell(engine: Engine, turn: Turn, kind: str, payload: dict[str, Any], event_id: str) -> None:
    """What the customer did in this turn; the same id counts once."""
    event = Event(
        kind,
        turn.customer_id,
        turn.at,
        turn.channel,
        "customer",
        payload,
        turn.conversation_id,
        id=event_id,
    )
    publish(engine, [event])
