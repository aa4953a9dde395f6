"""The contact timeline as the pages show it: filters with counts, rows, and the way to earlier ones."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from channels.api.contacts import named
from channels.problem import Problem
from recsys.campaign.contact_clause import channel_title
from recsys.contacts.timeline import FACETS, BadCursor, Wanted, by_month, page, tally
from recsys.engine import Engine

ROWS = 30
OTHERS = ("since", "until", "text", "after")  # fields besides the facets
TITLES = {
    "kind": "种类",
    "channel": "渠道",
    "business_type": "业务",
    "result": "结果",
    "handled_by": "经办",
    "department": "部门",
}


def timeline_of(engine: Engine, customer_id: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """What the template needs; ``asked`` are the fields of the form and ``after``. Raises Problem 422."""
    asked = {name: asked[name] for name in (*FACETS, *OTHERS) if asked.get(name)}
    wanted = _wanted(engine, asked)
    try:
        rows, later = page(engine, customer_id, wanted, after=asked.get("after") or None, limit=ROWS)
    except BadCursor as error:
        raise Problem(422, "这一页打不开了,请从头看起。") from error
    counts = tally(engine, customer_id, wanted)
    return {
        "rows": named(engine, rows),
        "later": later,
        "asked": asked,
        "facets": [(name, title, _titled(name, counts[name])) for name, title in TITLES.items()],
        "months": _chart(by_month(engine, customer_id, wanted)),
        "first": not asked.get("after"),
    }


def _wanted(engine: Engine, asked: Mapping[str, str]) -> Wanted:
    """Days are the customers' own; the last one counts."""
    chosen: dict[str, tuple[str, ...]] = {name: (asked[name],) for name in FACETS if asked.get(name)}
    since, until = (_midnight(engine, asked.get(name, "")) for name in ("since", "until"))
    return Wanted(chosen, since, until + timedelta(days=1) if until else None, asked.get("text", "").strip())


def _midnight(engine: Engine, day: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day), time(), engine.settings.zone) if day else None
    except ValueError as error:
        raise Problem(422, "日期要写成 2026-11-18 这样。") from error


def _titled(name: str, counts: list[tuple[str, int]]) -> list[tuple[str, str, int]]:
    return [(value, channel_title(value) if name == "channel" else value, n) for value, n in counts]


def _chart(months: dict[str, dict[str, int]]) -> dict[str, Any] | None:
    """Contacts by month, a bar each."""
    if len(months) < 2:
        return None
    series = [{"name": "接触", "values": [sum(kinds.values()) for kinds in months.values()]}]
    return {"kind": "bar", "unit": "次", "x": list(months), "series": series}
