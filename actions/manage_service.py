"""Value-added services: order, end, or explain."""

from actions.base import HuakeAction
from actions.moves import agrees, refuses
from actions.placing import settle
from actions.service_order import order_service, which_service
from actions.turn import Said, Turn


class ManageService(HuakeAction):
    """Open or close a named one after a yes; everything else from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        mine = turn.answers(self.title())
        if mine and turn.question == "confirm_order" and (agrees(turn) or refuses(turn)):
            return settle(self.engine, turn)
        return order_service(self.engine, turn) or which_service(self.engine, turn)
