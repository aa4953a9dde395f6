"""A request for a pack: one that is named or pointed at, or what would fit."""

from actions.dialogue.questions import ask
from actions.items.pointing import points
from actions.items.reference import by_price, meant
from actions.items.refined import tariff_wish
from actions.message.turn import Said, Turn
from actions.orders.placing import still_open
from actions.packs.need import BUY, pack_need
from actions.packs.offer import offered_packs, order_pack
from actions.packs.roaming import abroad, offered_abroad
from recsys.engine import Engine


def requested_pack(engine: Engine, turn: Turn) -> Said:
    """The order of one pack begun, which one asked, or suggestions; at home or abroad."""
    packs = engine.catalogue.packs
    priced = turn.answers(BUY) and turn.question in ("which_pack", "confirm_order")
    shown = {id: packs[id] for id in turn.focus if id in packs}
    measured = tariff_wish(turn, list(shown.values()))
    ids = [] if measured else meant(turn, packs) or (by_price(turn, packs) if priced else [])
    if ids:
        return order_pack(engine, turn, ids[0])
    if shown and points(turn):
        options = {"options": list(shown)}
        asked = ask("which_pack", engine.catalogue, options)
        return Said([asked], question="which_pack", task=BUY, need=options)
    need = pack_need(turn, list(shown.values()))
    if need.get("destinations"):
        return offered_abroad(engine, turn, abroad(turn, need))
    return (None if need else still_open(engine, turn, BUY)) or offered_packs(engine, turn, need)
