"""An order for another plan: is it possible, what does it mean, what is asked."""

from actions.cards.plan import monthly, term
from actions.dialogue.questions import ask
from actions.items.suggested import decided, suggested
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.orders.allowed import judge, refusal
from actions.orders.placing import Wish, confirm, refused
from actions.replies.figures import day_title
from actions.wording import say, say_or
from kb.catalogue.schema import Pack, Plan
from recsys.customers.customer import Customer
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.decision import Suggestion
from recsys.offer.wording import sentence
from recsys.orders.terms import effective_on

CHANGE = "action_change_plan"


def order_one_of(engine: Engine, turn: Turn, ids: list[str]) -> Said:
    """Order the plan that is meant; ask which when several are, and may be ordered."""
    if len(ids) > 1:
        owner = customer(engine, turn.customer_id, turn.at)
        free = [id for id in ids if _refusal(engine, turn, owner, engine.catalogue.plans[id]) is None]
        ids = free or ids
    if len(ids) > 1:
        need = {"options": ids}
        asked = ask("which_plan", engine.catalogue, need)
        return Said([asked], question="which_plan", task=CHANGE, need=need, focus=ids)
    return order_plan(engine, turn, ids[0])


def order_plan(engine: Engine, turn: Turn, plan_id: str) -> Said:
    """Ask for a yes with price, start and what leaving the present plan costs; or say why not."""
    plan = engine.catalogue.plans[plan_id]
    owner = customer(engine, turn.customer_id, turn.at)
    suggested, person = _suggested(engine, turn, plan)
    if person != "self":
        return Said([refused("for_other")], focus=[plan_id])
    if code := _refusal(engine, turn, owner, plan):
        return Said([refused(code)], focus=[plan_id])
    now, later = _packs(engine, turn, owner, suggested)
    said = [*_terms(engine, turn, owner, plan), *_packs_said(now, later), say("confirm_question")]
    wishes = [Wish(plan_id, "order"), *(Wish(pack.id, "order") for pack in now)]
    return confirm(engine, turn, CHANGE, wishes, "".join(said))


def _suggested(engine: Engine, turn: Turn, plan: Plan) -> tuple[Suggestion | None, str]:
    """The suggestion on the table that holds this plan, and for whom it was made."""
    decision, item = decided(engine, turn), suggested(engine, turn, plan.id)
    person = decision.request["need"].get("for_person", "self") if decision and item else "self"
    return item, person


def _refusal(engine: Engine, turn: Turn, owner: Customer, plan: Plan) -> str | None:
    """The code of what speaks against it; the words are ``refused_<code>``."""
    if owner.plan_id is None:
        return "unknown_number"
    if owner.plan_id == plan.id:
        return "already_owned"
    return refusal(engine, turn, owner, plan)


def _packs(
    engine: Engine, turn: Turn, owner: Customer, item: Suggestion | None
) -> tuple[list[Pack], list[Pack]]:
    """Packs that the suggestion counted on: those that may begin now, and those that need the new plan."""
    ids = [id for id in (item.with_ids if item else ()) if id not in owner.subscriptions]
    packs = [engine.catalogue.packs[id] for id in ids]
    judged = judge(engine, turn, owner)
    later = [pack for pack in packs if judged(pack)]
    return [pack for pack in packs if pack not in later], later


def _packs_said(now: list[Pack], later: list[Pack]) -> list[str]:
    said = [say("confirm_with_pack", title=pack.title, price=monthly(pack.fee)) for pack in now]
    return said + [say("confirm_pack_later", title=pack.title) for pack in later]


def _terms(engine: Engine, turn: Turn, owner: Customer, plan: Plan) -> list[str]:
    """Price and start, what the present contract says, and a new contract."""
    begins = effective_on(plan, "order", local_day(engine, turn))
    said = [say("confirm_plan", title=plan.title, price=monthly(plan.fee), day=day_title(begins))]
    said += _contract(engine, turn, owner, plan)
    said += [say_or(f"proof_{name.replace(':', '=')}", "") for name in plan.requires]
    return [*said, say("confirm_term", term=term(plan))] if plan.term_months else said


def _contract(engine: Engine, turn: Turn, owner: Customer, plan: Plan) -> list[str]:
    until, present = owner.contract_until, engine.catalogue.plans.get(owner.plan_id or "")
    if until is None or until < local_day(engine, turn) or present is None:
        return []
    if plan.fee >= present.fee:
        return [sentence("in_contract_up", {"until_day": until.isoformat()}) + "。"]
    if not present.break_fee:
        return []
    data = {"until_day": until.isoformat(), "break_fen": present.break_fee}
    return [sentence("in_contract", data) + "。"]
