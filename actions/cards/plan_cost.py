"""What plans would cost on the customer's own use, and plans side by side."""

from collections.abc import Callable, Sequence

from actions.cards.plan import monthly, overage, term
from actions.message.turn import Turn
from actions.message.values import local_day
from actions.replies.figures import volume, yuan
from actions.replies.reply import Reply, table
from actions.wording import say
from kb.catalogue.schema import Pack, Plan
from recsys.customers.customer import MonthUsage
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.tariff.bill import bills
from recsys.tariff.saving import mean_half_up
from recsys.tariff.today import full_months

_ROWS: tuple[tuple[str, Callable[[Plan], str]], ...] = (
    ("row_fee", lambda plan: monthly(plan.fee)),
    ("row_data", lambda plan: volume(plan.allowance.data_mb)),
    ("row_directed", lambda plan: volume(plan.allowance.directed.data_mb)),
    ("row_voice", lambda plan: say("minutes", count=plan.allowance.voice_min)),
    ("row_overage", overage),
    ("row_rollover", lambda plan: say("rollover_yes" if plan.rollover else "rollover_no")),
    ("row_throttle", lambda plan: volume(plan.throttle_after_mb) if plan.throttle_after_mb else say("none")),
    ("row_term", lambda plan: term(plan) if plan.term_months else say("none")),
)


def own_months(engine: Engine, turn: Turn) -> tuple[MonthUsage, ...]:
    """The customer's full months that figures rest on."""
    day = local_day(engine, turn)
    return full_months(customer(engine, turn.customer_id, turn.at).usage, day)


def mean_cost(plan: Plan, months: Sequence[MonthUsage], packs: Sequence[Pack] = ()) -> int:
    """Fen a month over the months, at lasting prices."""
    totals = [bill.total for bill in bills(plan, packs, months)]
    return mean_half_up(sum(totals), len(totals))


def cost_note(plan: Plan, months: Sequence[MonthUsage], packs: Sequence[Pack] = ()) -> str:
    """The mean cost in a sentence; the plan's summary when no use is known."""
    if not months:
        return plan.summary
    return say("plan_cost", months=len(months), cost=yuan(mean_cost(plan, months, packs)))


def plan_table(plans: Sequence[Plan], months: Sequence[MonthUsage], own: str | None) -> Reply:
    """Plans side by side; the last row is what each would cost; ``own`` is the present plan."""
    titles = [say("own_plan", title=plan.title) if plan.id == own else plan.title for plan in plans]
    rows = [[say(label), *(value(plan) for plan in plans)] for label, value in _ROWS]
    if months:
        costs = [yuan(mean_cost(plan, months)) for plan in plans]
        rows.append([say("row_cost", months=len(months)), *costs])
    return table(say("plan_table_title"), [say("row_title"), *titles], rows)


def cheapest(plans: Sequence[Plan], months: Sequence[MonthUsage]) -> str:
    """A sentence on which of them costs least on the customer's use."""
    best = min(plans, key=lambda plan: (mean_cost(plan, months), plan.fee))
    return say("plan_cheapest", months=len(months), title=best.title, cost=yuan(mean_cost(best, months)))
