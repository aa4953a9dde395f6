"""Value-added services: order, end, or explain."""

from actions.base import HuakeAction
from actions.placing import settle, still_open
from actions.service_order import order_service, service_terms, which_service
from actions.turn import Said, Turn


class ManageService(HuakeAction):
    """Open or close a named one after a yes; everything else from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        return (
            settle(self.engine, turn, self.title(), lambda wish: service_terms(self.engine, turn, wish))
            or order_service(self.engine, turn)
            or still_open(self.engine, turn, self.title())
            or which_service(self.engine, turn)
        )
