"""Plans and packs that the tests build by hand or let hypothesis draw."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from kb.catalogue.schema import Allowance, Directed, OnSale, Overage, Pack, Plan, Promotion, Tier
from recsys.customers.customer import MonthUsage

SALE = OnSale.model_validate({"from": date(2024, 1, 1)})
YUAN = 100
GB = 1024


def make_plan(id: str = "plan_a", fee: int = 79 * YUAN, **fields: Any) -> Plan:
    """A plan with 20 GB, 300 minutes and 5 yuan per started GB, unless told otherwise."""
    given = {
        "title": "测试套餐",
        "allowance": Allowance(data_mb=20 * GB, voice_min=300),
        "overage": Overage(
            data=(Tier(block_mb=GB, price=5 * YUAN),), voice_per_min=15, sms_each=10, mms_each=30
        ),
        "on_sale": SALE,
        "source": "test",
    }
    return Plan(id=id, fee=fee, **(given | fields))


def make_pack(id: str = "pack_a", fee: int = 10 * YUAN, **fields: Any) -> Pack:
    """A monthly pack of 5 GB, unless told otherwise."""
    given = {
        "title": "测试流量包",
        "kind": "data",
        "allowance": Allowance(data_mb=5 * GB),
        "on_sale": SALE,
        "source": "test",
    }
    return Pack(id=id, fee=fee, **(given | fields))


def months(*data_mb: int, start: int = 1, **other: int) -> tuple[MonthUsage, ...]:
    """Months of 2026 from January on with this much general data each."""
    return tuple(MonthUsage(f"2026-{start + n:02d}", mb, **other) for n, mb in enumerate(data_mb))


_mb = st.integers(0, 6000)
_few = st.integers(0, 40)
_fen = st.integers(0, 20_000)
_promotion = st.one_of(
    st.builds(
        Promotion,
        title=st.just("折扣"),
        first_months=st.integers(1, 5),
        percent_off=st.integers(1, 100),
        on=st.sampled_from(["fee", "total"]),
    ),
    st.builds(
        Promotion,
        title=st.just("立减"),
        first_months=st.integers(1, 5),
        amount_off=st.integers(1, 9000),
        on=st.sampled_from(["fee", "total"]),
    ),
)
_allowance = st.builds(
    Allowance,
    data_mb=_mb,
    directed=st.builds(Directed, data_mb=st.one_of(st.just(0), _mb)),
    voice_min=_few,
    sms=_few,
    mms=_few,
)


@st.composite
def _tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    bounds = sorted(draw(st.sets(st.integers(1, 4000), max_size=2)))
    ends: list[int | None] = [*bounds, None]
    tier = st.tuples(st.integers(1, 1500), st.integers(0, 3000))
    return tuple(Tier(up_to_mb=end, block_mb=b, price=p) for end in ends for b, p in [draw(tier)])


_overage = st.builds(
    Overage,
    data=st.one_of(st.just(()), _tiers()),
    voice_per_min=st.integers(0, 60),
    sms_each=st.integers(0, 20),
    mms_each=st.integers(0, 50),
)
plans = st.builds(
    make_plan,
    fee=_fen,
    allowance=_allowance,
    overage=_overage,
    data_cap=st.one_of(st.none(), _fen),
    throttle_after_mb=st.one_of(st.none(), st.integers(0, 9000)),
    rollover=st.booleans(),
    min_spend=st.one_of(st.just(0), _fen),
    promotions=st.lists(_promotion, max_size=3).map(tuple),
)
packs = st.builds(
    make_pack,
    fee=st.integers(0, 3000),
    allowance=_allowance,
    promotions=st.lists(_promotion, max_size=1).map(tuple),
)


@st.composite
def usages(draw: st.DrawFn, count: int = 6) -> tuple[MonthUsage, ...]:
    """``count`` months in order from January 2026."""
    numbers = st.tuples(st.integers(0, 12_000), _mb, *([st.integers(0, 90)] * 3))
    return tuple(MonthUsage(f"2026-{n:02d}", *draw(numbers)) for n in range(1, count + 1))
