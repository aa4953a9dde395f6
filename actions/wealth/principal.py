"""Whether money can be lost: said straight, first in general, then of what was shown."""

from actions.answers.about_item import sentence_about
from actions.message.turn import Said, Turn
from actions.replies.reply import with_risk
from actions.wording import say
from recsys.engine import Engine

_MOST = 3


def principal_told(engine: Engine, turn: Turn) -> Said:
    """The denial in the words that we may use, deposits apart, and a sentence on each product shown."""
    shelf = engine.catalogue.wealth
    shown = [shelf[id] for id in turn.focus if id in shelf][:_MOST]
    sentences = [sentence_about(engine, turn, product, "risk") for product in shown]
    told = [say("principal_in_general"), *(one for one in sentences if one)]
    return Said(with_risk([{"type": "text", "text": "\n".join(told)}]), topic=turn.topic)
