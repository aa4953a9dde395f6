"""Whether a message agrees to or refuses what we asked."""

from actions.message.correction import taken_back
from actions.message.cues import says
from actions.message.turn import Turn


def refuses(turn: Turn) -> bool:
    """「不办了」, 「算了」; not 「不是八万,是八千」, which says what is wanted instead."""
    return taken_back(turn.text) is None and _refuses(turn)


def _refuses(turn: Turn) -> bool:
    if says(turn.text, "instead"):  # 「算了还是第一个」
        return False
    asks = says(turn.text, "asks_back")
    return says(turn.text, "refused") or (turn.intent in ("deny", "cancel") and not asks)


def agrees(turn: Turn) -> bool:
    """「确认」, 「好的」; never together with a refusal, a correction, a condition or a question."""
    plain = not _refuses(turn) and taken_back(turn.text) is None and not says(turn.text, "reserved")
    return plain and (turn.intent == "affirm" or says(turn.text, "agreed"))
