"""One sentence on one side of one product, from its catalogue entry."""

from collections.abc import Sequence

from actions.cards.pack import pack_price, validity
from actions.cards.plan import contents, monthly, term
from actions.cards.plan_cost import cost_note, own_months
from actions.cards.wealth import fee_words, rate_words, risk_words, term_words
from actions.items.suggested import packs_with
from actions.message.turn import Turn
from actions.message.values import local_day
from actions.replies.figures import amount, day_title, month_title, yuan
from actions.wording import say
from kb.catalogue.schema import Item, Pack, Plan, Service, Tariff, WealthProduct
from recsys.engine import Engine
from recsys.orders.terms import effective_on
from recsys.tariff.bill import bills


def sentence_about(engine: Engine, turn: Turn, item: Item, aspect: str) -> str | None:
    """The sentence; none when the product has no such side."""
    if isinstance(item, Plan):
        return _plan(engine, turn, item, aspect)
    if isinstance(item, Pack):
        return _pack(item, aspect)
    if isinstance(item, Service):
        return _service(item, aspect)
    return _wealth(item, aspect) if isinstance(item, WealthProduct) else None


def _plan(engine: Engine, turn: Turn, plan: Plan, aspect: str) -> str | None:
    if aspect == "allowance":
        packs = packs_with(engine, turn, plan.id)
        facts = "、".join(f"{one['label']}{one['value']}" for one in contents((plan, *packs)))
        return say("about_plan_allowance", title=_titles(plan, packs), facts=facts)
    if aspect == "method":
        return _method(engine, turn, plan)
    if aspect == "price":
        months, packs = own_months(engine, turn), packs_with(engine, turn, plan.id)
        cost = cost_note(plan, months, packs) if months else ""
        price = monthly(plan.fee + sum(pack.fee for pack in packs))
        return say("about_plan_price", title=_titles(plan, packs), price=price) + _promotions(plan) + cost
    if aspect == "start":
        begins = effective_on(plan, "order", local_day(engine, turn))
        return say("about_plan_start", title=plan.title, day=day_title(begins))
    if aspect == "rollover":
        rule = say("rollover_yes" if plan.rollover else "rollover_no")
        return say("about_plan_rollover", title=plan.title, rule=rule)
    if aspect in ("term", "end"):
        bound = say("about_plan_bound", term=term(plan)) if plan.term_months else say("about_plan_free")
        least = say("about_plan_least", price=monthly(plan.min_spend)) if plan.min_spend else ""
        return say(f"about_plan_{aspect}", title=plan.title) + bound + least
    return None


def _titles(plan: Plan, packs: Sequence[Pack]) -> str:
    return " + ".join(one.title for one in (plan, *packs))


def _method(engine: Engine, turn: Turn, plan: Plan) -> str | None:
    """How the figures come about, with the latest month as an example; packs of a suggestion count."""
    months, packs = own_months(engine, turn), packs_with(engine, turn, plan.id)
    if not months:
        return None
    latest = bills(plan, packs, months)[-1]
    lines = " + ".join(f"{line.title}{yuan(line.amount)}" for line in latest.lines if line.amount)
    return say(
        "about_plan_method",
        title=_titles(plan, packs),
        months=len(months),
        month=month_title(latest.month),
        lines=lines,
        total=yuan(latest.total),
    )


def _pack(pack: Pack, aspect: str) -> str | None:
    values = {"title": pack.title, "price": pack_price(pack), "valid": validity(pack)}
    if aspect in ("price", "term", "compare"):
        return say("about_pack_price", **values)
    if aspect == "end":
        return say("about_pack_end_monthly" if pack.renews else "about_pack_end_once", **values)
    return say("about_pack_start", **values) if aspect == "start" else None


def _service(service: Service, aspect: str) -> str | None:
    price = monthly(service.fee) if service.fee else say("free")
    if aspect == "price":
        return say("about_service_price", title=service.title, price=price) + _promotions(service)
    return say(f"about_service_{aspect}", title=service.title) if aspect in ("start", "end") else None


def _wealth(product: WealthProduct, aspect: str) -> str | None:
    values = {
        "title": product.title,
        "fees": fee_words(product),
        "minimum": amount(product.min_amount),
        "rule": product.redemption.rule,
        "days": product.redemption.days_to_arrive,
        "term": term_words(product),
        "rate": rate_words(product),
        "risk": risk_words(product),
    }
    if aspect == "risk":
        return say("about_deposit_risk" if product.kind == "deposit" else "about_wealth_risk", **values)
    known = ("price", "start", "end", "term", "minimum", "rate")
    return say(f"about_wealth_{aspect}", **values) if aspect in known else None


def _promotions(tariff: Tariff) -> str:
    offers = "、".join(one.title for one in tariff.promotions)
    return say("about_promotions", offers=offers) if offers else ""
