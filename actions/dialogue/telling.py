"""Events that an action publishes itself."""

from typing import Any

from actions.message.turn import Turn
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish


def event_of(turn: Turn, kind: str, payload: dict[str, Any], event_id: str) -> Event:
    """What the customer did in this turn."""
    return Event(
        kind,
        turn.customer_id,
        turn.at,
        turn.channel,
        "customer",
        payload,
        turn.conversation_id,
        id=event_id,
    )


def tell(engine: Engine, turn: Turn, kind: str, payload: dict[str, Any], event_id: str) -> None:
    """Publish what the customer did; the same id counts once."""
    publish(engine, [event_of(turn, kind, payload, event_id)])
