"""Data, voice and message packs."""

from actions.base import HuakeAction
from actions.moves import agrees, refuses
from actions.pack_offer import answer_to_packs, offered_packs, order_pack, pack_need
from actions.placing import settle
from actions.reference import by_price, meant
from actions.turn import Said, Turn


class BuyPack(HuakeAction):
    """A named pack is confirmed and ordered; otherwise up to three that fit are shown."""

    def act(self, turn: Turn) -> Said:
        packs, mine = self.engine.catalogue.packs, turn.answers(self.title())
        if mine and turn.question == "confirm_order" and (agrees(turn) or refuses(turn)):
            return settle(self.engine, turn)
        if mine and turn.question == "offer" and (said := answer_to_packs(self.engine, turn)):
            return said
        ids = meant(turn, packs) or (by_price(turn, packs) if turn.question == "which_pack" else [])
        if ids:
            return order_pack(self.engine, turn, ids[0])
        return offered_packs(self.engine, turn, pack_need(turn))
