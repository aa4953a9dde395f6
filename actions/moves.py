"""Whether a message agrees to or refuses what we asked."""

from actions.cues import says
from actions.turn import Turn


def refuses(turn: Turn) -> bool:
    """「不办了」, 「算了」."""
    return turn.intent in ("deny", "cancel") or says(turn.text, "refused")


def agrees(turn: Turn) -> bool:
    """「确认」, 「好的」; never together with a refusal."""
    return not refuses(turn) and (turn.intent == "affirm" or says(turn.text, "agreed"))
