"""How often an open question is put again after digressions."""

from actions.dialogue.questions import SILENT
from actions.message.turn import Turn

PATIENCE = 2  # how often a question is put again before it is let go; an order is never forgotten silently


def is_put_again(turn: Turn) -> bool:
    """Whether there is an open question that will be put once more."""
    if turn.question is None or turn.question in SILENT:
        return False
    again = (turn.pending or {}).get("again", 0) + 1
    return again <= PATIENCE or turn.question == "confirm_order"
