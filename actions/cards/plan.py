"""A mobile plan as a card: what it holds against what the customer uses."""

from collections.abc import Iterable, Sequence

from actions.cards.policy import where_sold
from actions.replies.figures import plain_yuan, volume
from actions.replies.reply import Reply, fact
from actions.wording import options, say
from kb.catalogue.schema import Pack, Plan, Tariff
from recsys.customers.customer import MonthUsage
from recsys.engine import Engine
from recsys.offer.decision import Decision, Suggestion


def plan_card(plan: Plan, months: Sequence[MonthUsage] = (), packs: Sequence[Pack] = ()) -> Reply:
    """Name, price, contents, of packs too; ``months`` show the share of each that the customer uses."""
    return {
        "type": "card",
        "kind": "plan",
        "id": plan.id,
        "title": " + ".join([plan.title, *(pack.title for pack in packs)]),
        "price": monthly(plan.fee + sum(pack.fee for pack in packs)),
        "facts": plan_facts(plan, months, packs),
        "reasons": [],
        "note": plan.summary,
        "actions": options("plan_card_options", title=plan.title),
    }


def suggestion_card(
    engine: Engine, decision: Decision, item: Suggestion, months: Sequence[MonthUsage]
) -> Reply:
    """The card with saving, reasons and the bill lines behind them."""
    plan = engine.catalogue.plans[item.product_id]
    packs = [engine.catalogue.packs[id] for id in item.with_ids]
    card = plan_card(plan, months, packs) | {
        "reasons": [*(reason.text for reason in item.reasons), where_sold(plan)],
        "explain": list(item.bills),
        "decision_id": decision.decision_id,
        "actions": options("plan_offer_options", title=plan.title),
    }
    if item.saving is None:
        return card
    saved = item.saving
    return card | {
        "saving": {
            "text": saved.text,
            "mean_fen": saved.mean,
            "low_fen": saved.low,
            "high_fen": saved.high,
            "months": saved.months,
            "worse_months": saved.worse_months,
        }
    }


def plan_facts(plan: Tariff, months: Sequence[MonthUsage] = (), packs: Sequence[Pack] = ()) -> list[Reply]:
    """What plan and packs hold; then what limits the plan."""
    return [*contents((plan, *packs), months), *_limits(plan)]


def contents(items: Sequence[Tariff], months: Sequence[MonthUsage] = ()) -> list[Reply]:
    """Data, calls, directed data and messages of plan and packs together."""
    held = [item.allowance for item in items]
    data, voice = sum(h.data_mb for h in held), sum(h.voice_min for h in held)
    directed, sms = sum(h.directed.data_mb for h in held), sum(h.sms for h in held)
    apps = dict.fromkeys(app for h in held for app in h.directed.apps)
    facts = [
        fact(say("fact_data"), volume(data), _share(months, "data_mb", data)),
        fact(say("fact_voice"), say("minutes", count=voice), _share(months, "voice_min", voice)),
    ]
    if directed:
        share = _share(months, "directed_mb", directed)
        facts.append(directed_fact(volume(directed), apps, share))
    if sms:
        facts.append(fact(say("fact_sms"), say("messages", count=sms), _share(months, "sms", sms)))
    return facts


def directed_fact(value: str, apps: Iterable[str], share: float | None) -> Reply:
    """Data that only the named apps may use."""
    return fact(say("fact_directed"), say("directed_for", value=value, apps="、".join(apps)), share)


def _limits(plan: Tariff) -> list[Reply]:
    limits = {
        "fact_rollover": say("rollover_yes") if plan.rollover else "",
        "fact_throttle": volume(plan.throttle_after_mb) if plan.throttle_after_mb else "",
        "fact_min_spend": monthly(plan.min_spend) if plan.min_spend else "",
        "fact_term": term(plan) if plan.term_months else "",
    }
    return [fact(say(label), shown) for label, shown in limits.items() if shown]


def monthly(fen: int) -> str:
    """79元/月."""
    return say("per_month", price=plain_yuan(fen))


def term(plan: Tariff) -> str:
    """The contract and what leaving it costs."""
    if plan.break_fee:
        return say("term_break", months=plan.term_months, price=plain_yuan(plan.break_fee))
    return say("term_months", months=plan.term_months)


def overage(plan: Tariff) -> str:
    """What data beyond the allowance costs, by steps."""
    steps = []
    for tier in plan.overage.data:
        price = say("tier_price", price=plain_yuan(tier.price), block=volume(tier.block_mb))
        steps.append(
            say("tier_up_to", volume=volume(tier.up_to_mb), price=price)
            if tier.up_to_mb
            else (say("tier_beyond", price=price) if len(plan.overage.data) > 1 else price)
        )
    return ";".join(steps) or say("none")


def _share(months: Sequence[MonthUsage], name: str, allowed: int) -> float | None:
    if not months or not allowed:
        return None
    used: int = sum(getattr(month, name) for month in months)
    return used / len(months) / allowed
