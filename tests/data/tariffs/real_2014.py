"""Turns the table of real tariffs of 2014 into plans: yuan to fen, and its special values into ours."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from kb.catalogue.schema import Allowance, Overage, Tier
from recsys.tariff.drafts import DraftPlan

NOT_INCLUDED = Decimal(-1)
NO_MINIMUM = Decimal(9989)


def read_real_tariffs(path: Path) -> list[DraftPlan]:
    """One plan per row; ids are row numbers because names repeat between cities."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_plan(number, row) for number, row in enumerate(csv.DictReader(file), 1)]


def fen(yuan: str) -> int:
    """``0.15`` → 15; -1 (not included) → 0. The table says yuan as a decimal fraction."""
    amount = Decimal(yuan)
    if amount == NOT_INCLUDED:
        return 0
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _units(text: str) -> int:
    return max(0, int(Decimal(text)))


def _plan(number: int, row: dict[str, str]) -> DraftPlan:
    data_price = fen(row["over_data_yuan_mb"])
    allowance = {key: _units(row[key]) for key in ("data_mb", "voice_min", "sms", "mms")}
    hours = _units(row["wifi_hours"])
    return DraftPlan(
        id=f"real_{number}",
        title=row["plan_name"],
        fee=fen(row["monthly_fee"]),
        min_spend=_minimum(row["min_spend"]),
        allowance=Allowance(**allowance, wlan_min=60 * hours),
        overage=Overage(
            data=(Tier(block_mb=1, price=data_price),) if data_price else (),
            voice_per_min=fen(row["over_call_yuan_min"]) or fen(row["in_call"]),
        ),
        source="cn_tariffs_2014",
    )


def _minimum(text: str) -> int:
    """Five rows hold a negative number close above the fee: taken as the minimum spend it looks like."""
    amount = Decimal(text)
    return 0 if amount in (NO_MINIMUM, NOT_INCLUDED) else abs(fen(text))
