"""Named customers and a small catalogue, with numbers to check by hand."""

from datetime import UTC, date, datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Allowance, Directed, Item, Pack, Plan, Promotion
from recsys.customers.customer import Customer, MonthUsage
from recsys.offer.standing import Facts
from recsys.tariff.need import TariffNeed
from recsys.tariff.plan_case import PlanCase
from tests.unit.recsys.tariff.tariffs import GB, YUAN, make_pack, make_plan

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)


def catalogue_of(*items: Item, version: str = "v1") -> Catalogue:
    """A catalogue of plans and packs."""
    plans = {item.id: item for item in items if isinstance(item, Plan)}
    packs = {item.id: item for item in items if isinstance(item, Pack)}
    files = {item.id: "test/items.yml" for item in items}
    rest: dict[str, Any] = {
        kind: {} for kind in ("broadband", "services", "wealth", "faq", "scripts", "policies")
    }
    return Catalogue(plans=plans, packs=packs, files=files, version=version, **rest)


def allowance(gb: int, minutes: int = 300, **more: Any) -> Allowance:
    return Allowance(data_mb=gb * GB, voice_min=minutes, **more)


SMALL = make_plan("small", fee=39 * YUAN, title="小畅39", allowance=allowance(10))
MIDDLE = make_plan("middle", fee=59 * YUAN, title="中畅59", allowance=allowance(30), rollover=True)
LARGE = make_plan(
    "large",
    fee=99 * YUAN,
    title="大畅99",
    allowance=allowance(60, 600, directed=Directed(apps=("云影视频",), data_mb=20 * GB)),
    promotions=(Promotion(title="首6个月减10元", first_months=6, amount_off=1000),),
    term_months=12,
    break_fee=10000,
    bundles=("five",),
)
SILVER = make_plan(
    "silver", fee=19 * YUAN, title="银龄19", allowance=allowance(5, 200), requires=("audience:senior",)
)
CHILD = make_plan(
    "child",
    fee=10 * YUAN,
    title="童行10",
    allowance=allowance(2, 50),
    requires=("main_card",),
    attributes={"audience": "child"},
)
OLD = make_plan(
    "old",
    fee=88 * YUAN,
    title="旧88",
    allowance=allowance(5, 100),
    min_spend=98 * YUAN,
    on_sale={"from": date(2015, 1, 1), "to": date(2020, 1, 1)},
    break_fee=20000,
)
FIVE = make_pack("five", fee=10 * YUAN, title="10元5GB包")
SHOP = catalogue_of(SMALL, MIDDLE, LARGE, SILVER, CHILD, OLD, FIVE)


def usage(*gb: int, voice_min: int = 100, directed_gb: int = 0) -> tuple[MonthUsage, ...]:
    """Full months up to October 2026."""
    first = 11 - len(gb)
    return tuple(
        MonthUsage(f"2026-{first + n:02d}", mb * GB, directed_gb * GB, voice_min) for n, mb in enumerate(gb)
    )


def person(plan_id: str | None = "small", **fields: Any) -> Customer:
    """李雷, 36, of Guangdong, unless told otherwise."""
    given: dict[str, Any] = {
        "id": "c000002",
        "name": "李雷",
        "phone": "19900000002",
        "region": "CN-GD",
        "born": date(1990, 5, 1),
        "plan_id": plan_id,
        "plan_since": date(2024, 1, 1),
        "contract_until": None,
        "subscriptions": (),
        "usage": (),
        "holdings": (),
        "risk": None,
    }
    return Customer(**(given | fields))


def case(
    customer: Customer, *, k: int = 3, channel: str = "app", facts: Facts | None = None, **need: Any
) -> PlanCase:
    return PlanCase(
        decision_id="d_1",
        customer=customer,
        facts=facts or Facts(),
        need=TariffNeed(**need),
        k=k,
        channel=channel,
        at=NOW,
        day=date(2026, 11, 21),
    )
