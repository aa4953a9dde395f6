"""「第二个呢」, 「那个怎么样」: one of the things shown."""

from actions.dialogue.base import HuakeAction
from actions.items.pointed import card_of, which_shown
from actions.items.reference import by_price, meant
from actions.message.turn import Said, Turn


class ShowPointed(HuakeAction):
    """Its card; when several may be meant, which one."""

    def act(self, turn: Turn) -> Said:
        items = self.engine.catalogue.items
        shown = {id: items[id] for id in turn.focus if id in items}
        ids = meant(turn, items) or by_price(turn, shown)
        if len(ids) == 1 and (card := card_of(self.engine, turn, ids[0])):
            return card
        return which_shown(turn, shown)
