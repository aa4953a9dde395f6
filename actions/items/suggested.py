"""The suggestion on the table, as it was decided."""

from actions.message.turn import Turn
from kb.catalogue.schema import Pack
from recsys.engine import Engine
from recsys.offer.decision import Decision, Suggestion
from recsys.offer.decision_log import load_decision


def decided(engine: Engine, turn: Turn) -> Decision | None:
    """The decision behind what was shown last; none when nothing was suggested."""
    decision_id = (turn.pending or {}).get("decision")
    return load_decision(engine, decision_id) if decision_id else None


def packs_with(engine: Engine, turn: Turn, product_id: str) -> tuple[Pack, ...]:
    """The packs that the suggestion of a plan counts on; its figures hold only with them."""
    item = suggested(engine, turn, product_id)
    return tuple(engine.catalogue.packs[id] for id in (item.with_ids if item else ()))


def suggested(engine: Engine, turn: Turn, product_id: str) -> Suggestion | None:
    """The plan's place in that decision, with its packs, saving and bills."""
    decision = decided(engine, turn)
    items = decision.items if decision and decision.line == "tariff" else ()
    return next((item for item in items if item.product_id == product_id), None)
