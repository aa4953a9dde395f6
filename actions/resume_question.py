"""After a digression: the open question again."""

from actions.dialogue.base import HuakeAction
from actions.dialogue.patience import PATIENCE
from actions.dialogue.questions import SILENT, ask
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply, choices
from actions.wording import say


class ResumeQuestion(HuakeAction):
    """Put it as it was put, twice at most, an order then in short; suggestions are not pressed again."""

    beside = True

    def act(self, turn: Turn) -> Said:
        if turn.question is None or turn.question in SILENT:
            return Said([])
        pending = turn.pending or {}
        again = pending.get("again", 0) + 1
        if turn.question == "confirm_order" and again > 1:
            title = self.engine.catalogue.item(pending["wishes"][0]["product_id"]).title
            return Said([choices("confirm_reminder", title=title)])
        if again > PATIENCE:
            return Said([], closes=True)
        asked: Reply = ask(turn.question, self.engine.catalogue, turn.need, pending)
        said = asked | {"text": say("resume_first") + str(asked["text"])}
        return Said([said], pending=pending | {"again": again})
