"""Goals and regular saving: what was said, and the arithmetic at several rates."""

from datetime import date
from typing import Any

from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import bare_number, days_since, local_day, months_of, said_term
from actions.orders.allowed import judge
from actions.replies.figures import amount, percent, yuan
from actions.replies.reply import Reply, chart, choices, table, with_risk
from actions.wealth.product_case import product_cases, product_note
from actions.wording import say
from kb.catalogue.schema import WealthProduct
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.policy import Judge
from recsys.tariff.need import middle
from recsys.wealth.goal import future_value, monthly_needed
from recsys.wealth.wealth_choice import middle_rate

_PER_MONTH = {"weekly": (52, 12), "fortnightly": (26, 12), "daily": (365, 12)}
_MOST_YEARS = 60


def goal_need(turn: Turn, action: str, money: str, day: date) -> dict[str, Any]:
    """The sum (under the name ``money``) and the months, as known by now."""
    known = dict(turn.need) if turn.task == action else {}
    if not known and turn.topic.get(money):  # 「那15年呢」, after an answer
        known = {name: turn.topic[name] for name in (money, "goal_term") if turn.topic.get(name)}
    said = middle(turn.first("money"))
    number = bare_number(turn.text) if turn.question == money and not turn.entities else None
    if number or said:
        known[money] = number * 100 if number else said
        for cue, (times, months) in _PER_MONTH.items():
            if money == "monthly" and says(turn.text, cue):
                known[money] = known[money] * times // months
    months = months_of(said_term(turn, day) or days_since(turn.first("date"), day))
    return known | {"goal_term": min(months, _MOST_YEARS * 12)} if months else known


def goal_plan(engine: Engine, turn: Turn, need: dict[str, Any]) -> list[Reply]:
    """What to put aside each month to reach the goal, by rate."""
    goal, months = need["goal_amount"], need["goal_term"]
    rows = [
        [name, percent(rate), yuan(monthly_needed(goal, rate, months))]
        for name, rate in scenarios(engine, turn, months)
    ]
    title = say("goal_title", goal=amount(goal), months=months)
    columns = [say("row_way"), say("row_assumed_rate"), say("row_monthly")]
    return with_risk(
        [table(title, columns, rows), choices("goal_note", goal=amount(goal), years=months // 12 + 2)]
    )


def dca_plan(engine: Engine, turn: Turn, need: dict[str, Any]) -> list[Reply]:
    """What the payments become, by rate, and year by year."""
    monthly, months = need["monthly"], need["goal_term"]
    named = need.get("product")
    cases = product_cases(engine, need) if named else scenarios(engine, turn, months)
    paid = monthly * months
    rows = [
        [name, percent(rate), amount(paid), yuan(worth), yuan(worth - paid)]
        for name, rate in cases
        for worth in [future_value(monthly, rate, months)]
    ]
    columns = [say(key) for key in ("row_way", "row_assumed_rate", "row_paid", "row_worth", "row_gain")]
    title = say("dca_title", monthly=amount(monthly), months=months)
    messages: list[Reply] = [table(title, columns, rows)]
    if months >= 24:
        messages.append(_growth(cases[-1], monthly, months))
    return with_risk([*product_note(engine, turn, need), *messages, choices("dca_note")])


def scenarios(engine: Engine, turn: Turn, months: int) -> list[tuple[str, int]]:
    """Without interest, in deposits, and at the middle benchmark of what suits the customer, if assessed."""
    owner = customer(engine, turn.customer_id, turn.at)
    day = local_day(engine, turn)
    sold = [one for one in engine.catalogue.wealth.values() if one.sold_on(day) and not one.requires]
    cases = [(say("way_cash"), 0)]
    deposits = [middle_rate(one) for one in sold if one.kind == "deposit" and _fits(one, months)]
    if deposits:
        cases.append((say("way_deposit"), max(deposits)))
    if rate := _suitable_rate(judge(engine, turn, owner, purpose="push"), sold, months):
        cases.append((say("way_suitable"), rate))
    return cases


def _fits(product: WealthProduct, months: int) -> bool:
    return (product.term_days or 0) <= months * 31 and product.rate_kind == "deposit_rate"


def _suitable_rate(judged: Judge, sold: list[WealthProduct], months: int) -> int:
    suitable = [
        middle_rate(one)
        for one in sold
        if one.rate_kind == "benchmark"
        and one.kind != "deposit"
        and (one.term_days or 0) <= months * 31
        and judged(one) in (None, "owned", "declined")
    ]
    rates = sorted(rate for rate in suitable if rate)
    return rates[len(rates) // 2] if rates else 0


def _growth(case: tuple[str, int], monthly: int, months: int) -> Reply:
    name, rate = case
    ends = list(range(12, months + 1, 12)) or [months]
    shown = ends if len(ends) <= 12 else [end for end in ends if (end // 12) % 5 == 0 or end == ends[-1]]
    x = [say("after_years", years=end // 12) for end in shown]
    series = {
        say("row_paid"): [monthly * end / 100 for end in shown],
        say("series_worth", name=name): [future_value(monthly, rate, end) / 100 for end in shown],
    }
    return chart(say("dca_chart", rate=percent(rate)), say("yuan"), x, series)
