"""Where this process goes a shorter way than Rasa 3.6; docs/performance.md has what each is worth."""

import rasa.core.actions.action
import rasa.core.agent
import rasa.core.processor

from bot.action_call import DirectAction
from bot.graph_runner import StraightGraphRunner
from bot.processor import TurnProcessor


def take_shortcuts() -> None:
    """Put our classes where Rasa looks its own up; call it before the model is loaded."""
    rasa.core.actions.action.RemoteAction = DirectAction
    rasa.core.processor.DaskGraphRunner = StraightGraphRunner
    rasa.core.agent.MessageProcessor = TurnProcessor
