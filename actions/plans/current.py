"""What a customer holds now, as a card, and what is about to change."""

from datetime import date
from typing import Any

from actions.cards.plan import monthly, plan_facts
from actions.message.turn import Said, Turn
from actions.replies.figures import day_title
from actions.replies.reply import Reply, choices, fact
from actions.wording import options, say, text
from kb.catalogue.catalogue import Catalogue
from recsys.customers.customer import Customer
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.tariff.today import full_months


def held_card(catalogue: Catalogue, owner: Customer, day: date) -> Reply:
    """The plan with its contents, and every other subscription with its price."""
    plan = catalogue.plans[owner.plan_id or ""]
    others = [catalogue.items[id] for id in owner.subscriptions if id in catalogue.items]
    facts = plan_facts(plan, full_months(owner.usage, day))
    if owner.contract_until is None:
        facts = [one for one in facts if one["label"] != say("fact_term")]
    if owner.plan_since:
        facts.append(fact(say("fact_since"), day_title(owner.plan_since)))
    facts += [fact(item.title, monthly(getattr(item, "fee", 0))) for item in others]
    total = plan.fee + sum(getattr(item, "fee", 0) for item in others)
    return {
        "type": "card",
        "kind": "plan",
        "id": plan.id,
        "title": plan.title,
        "price": monthly(plan.fee),
        "facts": facts,
        "reasons": [],
        "note": say("held_total", count=len(others), total=monthly(total)),
        "actions": options("current_plan_options"),
    }


def broadband_told(engine: Engine, turn: Turn) -> Said:
    """How fast the customer's broadband is; plainly that none is known."""
    owner = customer(engine, turn.customer_id, turn.at)
    held = [engine.catalogue.broadband[id] for id in owner.subscriptions if id in engine.catalogue.broadband]
    if not held:
        return Said([choices("broadband_none")])
    return Said(
        [text("broadband_held", title=one.title, down=one.down_mbps, up=one.up_mbps) for one in held],
        focus=[one.id for one in held],
    )


def contract_text(owner: Customer, day: date) -> list[str]:
    """When the contract ends, if there is one."""
    until = owner.contract_until
    if until is None or until < day:
        return [say("no_contract")]
    return [say("contract_until", day=day_title(until))]


def coming_text(catalogue: Catalogue, changes: list[dict[str, Any]]) -> list[str]:
    """One sentence for each change that is booked."""
    return [
        say(
            "coming_start" if change["starts"] else "coming_end",
            title=catalogue.items[change["product_id"]].title,
            day=day_title(change["on"]),
        )
        for change in changes
        if change["product_id"] in catalogue.items
    ]
