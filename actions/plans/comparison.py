"""Which plans are compared, and what each on the table would save on the customer's own months."""

from actions.items.reference import by_price, compared, meant
from actions.items.suggested import packs_with
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.wording import say
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.tariff.bill import bills
from recsys.tariff.saving import saving
from recsys.tariff.today import Today, today_of

_MOST = 3


def plans_compared(engine: Engine, turn: Turn) -> list[str]:
    """Ids, the present plan first when one alone is named or it is asked about."""
    plans = engine.catalogue.plans
    own = customer(engine, turn.customer_id, turn.at).plan_id
    named = meant(turn, plans) or by_price(turn, plans)
    if not named and says(turn.text, "current_plan"):
        named = [id for id in turn.focus if id in plans and id != own][:2]
    with_own = says(turn.text, "current_plan") or len(compared(turn, plans)) < 2
    both = own in plans and with_own and own not in named
    return [str(own), *named] if both else compared(turn, plans)


def saving_of_shown(engine: Engine, turn: Turn) -> Said | None:
    """One sentence on each plan that may be meant; none when nothing is shown or no use is known."""
    plans = engine.catalogue.plans
    today = today_of(customer(engine, turn.customer_id, turn.at), engine.catalogue, local_day(engine, turn))
    if today is None:
        return None
    at = [turn.topic["at"]] if turn.topic.get("at") in plans else []
    ids = meant(turn, plans) or at or [id for id in turn.focus if id in plans]
    ids = [id for id in ids if id != today.plan.id][:_MOST]
    told = [{"type": "text", "text": _saved(engine, turn, today, id)} for id in ids]
    about = {"about": "plan"} | ({"at": ids[0]} if len(ids) == 1 else {})
    return Said(told, topic=about) if told else None


def _saved(engine: Engine, turn: Turn, today: Today, id: str) -> str:
    """With the packs that the suggestion counts on: without them the saving would be another."""
    plan, packs = engine.catalogue.plans[id], packs_with(engine, turn, id)
    billed = [one.total for one in bills(plan, packs, today.months)]
    title = " + ".join(one.title for one in (plan, *packs))
    return say("plan_saving", title=title, own=today.plan.title, saving=saving(today.totals, billed).text)
