"""Whether a message was understood, by what came of it."""

from actions.dialogue.questions import SILENT
from actions.message.turn import KEEP, Said, Turn


def nothing_made(turn: Turn, said: Said) -> bool:
    """Whether we could make nothing of it: said so, or put the same question again and learnt nothing."""
    asked_again = said.question == turn.question is not None and turn.question not in SILENT
    return said.misunderstood or (asked_again and said.need in (KEEP, turn.need))
