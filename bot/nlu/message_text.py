"""The text of a message as the intent's components read it."""

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities.fold import LONGEST, fold

READING = "huake_reading"


def plain(message: Message) -> str:
    """Folded, and as the speller read it where it did; empty if there is none."""
    reading: str | None = message.get(READING)
    return folded(message.get(TEXT) or "") if reading is None else reading


def folded(text: str) -> str:
    """A text as it is read if nothing is misspelt in it."""
    return fold(text[:LONGEST]).text.strip()
