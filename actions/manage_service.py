"""Value-added services: order, end, or explain."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.orders.placing import settle, still_open
from actions.services.order import order_service, service_terms, which_service


class ManageService(HuakeAction):
    """Open or close a named one after a yes; everything else from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        return (
            settle(self.engine, turn, self.title(), lambda wish: service_terms(self.engine, turn, wish))
            or order_service(self.engine, turn)
            or still_open(self.engine, turn, self.title())
            or which_service(self.engine, turn)
        )
