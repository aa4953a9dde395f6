"""Suggested plans as replies, and an order for one of them."""

from datetime import date
from typing import Any

from actions.figures import day_title
from actions.offer import answer_to_offer
from actions.placing import Wish, confirm, refused
from actions.plan_card import monthly, suggestion_card, term
from actions.replies import choices
from actions.turn import Said, Turn
from actions.wording import say
from kb.catalogue.schema import Plan
from recsys.customers.customer import Customer, MonthUsage
from recsys.customers.load import coming_changes, customer
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.offer.decision_log import load_decision
from recsys.offer.eligibility import rejection
from recsys.offer.standing import facts_of, standing
from recsys.offer.wording import sentence
from recsys.orders.order import effective_on
from recsys.tariff.today import full_months

CHANGE = "action_change_plan"


def offered_plans(engine: Engine, turn: Turn, decision: Decision, need: dict[str, Any]) -> Said:
    """Up to three cards, or plainly that nothing would save."""
    if not decision.items:
        return Said([choices("plan_nothing", note=decision.note or "")])
    own = need.get("for_person", "self") == "self"
    months = own_months(engine, turn) if own else ()
    key = "plan_offer_usage" if months else "plan_offer_stated"
    intro = say(key, count=len(decision.items), months=len(months))
    if decision.note:
        intro += say("plan_offer_note", note=decision.note)
    cards = [suggestion_card(engine, decision, item, months) for item in decision.items]
    return Said(
        [{"type": "text", "text": intro}, *cards],
        question="offer",
        need=need,
        focus=[item.product_id for item in decision.items],
        pending={"decision": decision.decision_id},
    )


def own_months(engine: Engine, turn: Turn) -> tuple[MonthUsage, ...]:
    """The customer's full months that figures rest on."""
    day = turn.at.astimezone(engine.settings.zone).date()
    return full_months(customer(engine, turn.customer_id, turn.at).usage, day)


def answer_to_plans(engine: Engine, turn: Turn) -> Said | None:
    """What a customer says to the plans on the table."""
    return answer_to_offer(
        engine,
        turn,
        asks="ask_plan_recommend",
        shelf=engine.catalogue.plans,
        question="which_plan",
        task=CHANGE,
        start=order_plan,
    )


def order_plan(engine: Engine, turn: Turn, plan_id: str) -> Said:
    """Ask for a yes with price, start and what leaving the present plan costs; or say why not."""
    plan = engine.catalogue.plans[plan_id]
    owner = customer(engine, turn.customer_id, turn.at)
    if refusal := _refusal(engine, turn, owner, plan):
        return Said([refused(refusal)], focus=[plan_id])
    wishes = [
        Wish(plan_id, "order"),
        *(Wish(id, "order") for id in _suggested_packs(engine, turn, owner, plan)),
    ]
    return confirm(engine, turn, CHANGE, wishes, _sentence(engine, turn, owner, plan, wishes))


def _refusal(engine: Engine, turn: Turn, owner: Customer, plan: Plan) -> str | None:
    """The code of what speaks against it; the words are ``refused_<code>``."""
    if owner.plan_id is None:
        return "unknown_number"
    decision = _decision(engine, turn)
    if decision and decision.request["need"].get("for_person", "self") != "self":
        return "for_other"
    if owner.plan_id == plan.id:
        return "already_owned"
    coming = coming_changes(engine, turn.customer_id, turn.at)
    if any(change["product_id"] == plan.id and change["starts"] for change in coming):
        return "already_booked"
    day = turn.at.astimezone(engine.settings.zone).date()
    facts = facts_of(engine, turn.customer_id)
    stands = standing(owner, facts, engine.catalogue, day, without=("mobile", "pack"))
    return rejection(plan, stands, channel=turn.channel, day=day)


def _suggested_packs(engine: Engine, turn: Turn, owner: Customer, plan: Plan) -> list[str]:
    """Packs that the suggestion counted on, unless they are held."""
    decision = _decision(engine, turn)
    items = decision.items if decision else ()
    ids = next((item.with_ids for item in items if item.product_id == plan.id), ())
    return [id for id in ids if id not in owner.subscriptions]


def _decision(engine: Engine, turn: Turn) -> Decision | None:
    """The tariff decision that lies on the table."""
    decision_id = (turn.pending or {}).get("decision")
    decision = load_decision(engine, decision_id) if decision_id else None
    return decision if decision and decision.line == "tariff" else None


def _sentence(engine: Engine, turn: Turn, owner: Customer, plan: Plan, wishes: list[Wish]) -> str:
    day = turn.at.astimezone(engine.settings.zone).date()
    begins = effective_on(plan, "order", day)
    said = [say("confirm_plan", title=plan.title, price=monthly(plan.fee), day=day_title(begins))]
    packs = [engine.catalogue.packs[wish.product_id] for wish in wishes[1:]]
    said += [say("confirm_with_pack", title=pack.title, price=monthly(pack.fee)) for pack in packs]
    said += _contract(engine, owner, plan, day)
    if plan.term_months:
        said.append(say("confirm_term", term=term(plan)))
    return "".join([*said, say("confirm_question")])


def _contract(engine: Engine, owner: Customer, plan: Plan, day: date) -> list[str]:
    """What the present contract says about leaving it, as the reasons say it."""
    until, present = owner.contract_until, engine.catalogue.plans.get(owner.plan_id or "")
    if until is None or until < day or present is None:
        return []
    if plan.fee >= present.fee:
        return [sentence("in_contract_up", {"until_day": until.isoformat()}) + "。"]
    if not present.break_fee:
        return []
    data = {"until_day": until.isoformat(), "break_fen": present.break_fee}
    return [sentence("in_contract", data) + "。"]
