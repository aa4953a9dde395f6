"""Figures as customers read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from recsys.offer.wording import volume
from recsys.tariff.saving import plain_yuan, yuan

__all__ = ["amount", "day_title", "moment_title", "month_title", "percent", "plain_yuan", "volume", "yuan"]

_WAN = 10_000_00  # fen


def month_title(month: str) -> str:
    """``2026-10`` as 2026年10月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def day_title(day: date) -> str:
    """2026年10月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_title(moment: datetime, zone: ZoneInfo) -> str:
    """10月1日18:05, on the customer's clock."""
    local = moment.astimezone(zone)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def percent(basis_points: int) -> str:
    """225 basis points as 2.25%."""
    return f"{basis_points // 100}.{basis_points % 100:02d}%"


def amount(fen: int) -> str:
    """Sums of savings and products: 5万元, 1.2万元, 500元, else to the fen."""
    if fen >= _WAN and fen % (_WAN // 100) == 0:
        return f"{fen / _WAN:g}万元"
    return f"{plain_yuan(fen)}元" if fen % 100 == 0 else yuan(fen)
