"""Plans side by side, with what each would cost this customer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Plan
from recsys.customers.customer import Customer
from recsys.engine import Engine
from recsys.offer.wording import volume
from recsys.tariff.bill import bills
from recsys.tariff.saving import mean_half_up, plain_yuan, saving, yuan
from recsys.tariff.today import Today, today_of
from recsys.tariff.usage import load_with_usage


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table to show: first column the feature, then one per plan; ``best_id`` costs least on the usage."""

    plan_ids: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    best_id: str | None
    months: int  # that the costs are computed on; 0 = no costs


def compare_plans(engine: Engine, ids: Sequence[str], customer_id: str | None, now: datetime) -> Comparison:
    """Raises KeyError for an unknown plan, UnknownCustomer for an unknown customer."""
    who = load_with_usage(engine, customer_id, now) if customer_id else None
    return comparison(engine.catalogue, ids, who, now.astimezone(engine.settings.zone).date())


def comparison(catalogue: Catalogue, ids: Sequence[str], customer: Customer | None, day: date) -> Comparison:
    """The same from plain values."""
    plans = [catalogue.plans[id] for id in dict.fromkeys(ids)]
    today = today_of(customer, catalogue, day) if customer else None
    rows = [(title, *(show(plan) for plan in plans)) for title, show in FEATURES]
    totals = [_totals(plan, today) for plan in plans] if today else []
    if today:
        months = len(today.months)
        rows.append((f"按您近{months}个月用量", *(_mean(each) for each in totals)))
        rows.append(("比现在", *(_difference(today, each) for each in totals)))
    best = min(range(len(plans)), key=lambda n: sum(totals[n])) if totals else None
    return Comparison(
        plan_ids=tuple(plan.id for plan in plans),
        columns=("", *(plan.title for plan in plans)),
        rows=tuple(rows),
        best_id=None if best is None else plans[best].id,
        months=len(today.months) if today else 0,
    )


def _totals(plan: Plan, today: Today) -> tuple[int, ...]:
    return tuple(bill.total for bill in bills(plan, today.packs, today.months))


def _mean(totals: Sequence[int]) -> str:
    return f"约{yuan(mean_half_up(sum(totals), len(totals)))}/月"


def _difference(today: Today, totals: Sequence[int]) -> str:
    mean = saving(today.totals, totals).mean
    if mean == 0:
        return "持平"
    return f"每月省{yuan(mean)}" if mean > 0 else f"每月多{yuan(-mean)}"


def _data(plan: Plan) -> str:
    return volume(plan.allowance.data_mb) if plan.allowance.data_mb else "不含"


def _directed(plan: Plan) -> str:
    directed = plan.allowance.directed
    return f"{volume(directed.data_mb)}({'、'.join(directed.apps)})" if directed.data_mb else "不含"


def _overage(plan: Plan) -> str:
    """The first tier's price; tiers of later use are in the plan's details."""
    if not plan.overage.data:
        return "不收费"
    tier = plan.overage.data[0]
    text = f"{plain_yuan(tier.price)}元/{volume(tier.block_mb)}"
    return text if plan.data_cap is None else f"{text},{plain_yuan(plan.data_cap)}元封顶"


def _throttle(plan: Plan) -> str:
    return "不限速" if plan.throttle_after_mb is None else f"用到{volume(plan.throttle_after_mb)}后限速"


def _term(plan: Plan) -> str:
    if not plan.term_months:
        return "无合约"
    return f"{plan.term_months}个月,违约金{plain_yuan(plan.break_fee)}元"


FEATURES: tuple[tuple[str, Callable[[Plan], str]], ...] = (
    ("月费", lambda plan: f"{plain_yuan(plan.fee)}元"),
    ("最低消费", lambda plan: f"{plain_yuan(plan.min_spend)}元" if plan.min_spend else "无"),
    ("通用流量", _data),
    ("定向流量", _directed),
    ("通话", lambda plan: f"{plan.allowance.voice_min}分钟"),
    ("套外流量", _overage),
    ("套外通话", lambda plan: f"{plain_yuan(plan.overage.voice_per_min)}元/分钟"),
    ("流量结转", lambda plan: "结转1个月" if plan.rollover else "不结转"),
    ("达量限速", _throttle),
    ("合约", _term),
)
