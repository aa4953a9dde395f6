"""Stop what is going on."""

from actions.base import HuakeAction
from actions.turn import Said, Turn
from actions.wording import text


class CancelTask(HuakeAction):
    """Nothing is done, the open question is closed."""

    def act(self, turn: Turn) -> Said:
        key = "task_cancelled" if turn.task else "nothing_to_cancel"
        return Said([text(key)], closes=True, focus=[])
