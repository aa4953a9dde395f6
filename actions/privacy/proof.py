"""What proves a decision about consent."""

from typing import Any

from actions.message.turn import Turn
from actions.message.values import private_free


def proof(turn: Turn) -> dict[str, Any]:
    """What was said, where and when."""
    return {
        "channel": turn.channel,
        "text": private_free(turn),
        "turn_id": turn.turn_id,
        "conversation_id": turn.conversation_id,
    }
