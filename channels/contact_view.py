"""The contact timeline as the pages show it: filters with counts, rows, and the way to earlier ones."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from channels.api.contacts import named, staff_names
from channels.problem import Problem
from recsys.campaign.contact_clause import channel_title
from recsys.contacts.timeline import FACETS, BadCursor, Wanted, by_month, page, tally
from recsys.engine import Engine

ROWS, MONTHS = 30, 12
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
        "facets": [(name, title, _titled(engine, name, counts[name])) for name, title in TITLES.items()],
        "query": _query(wanted),
        "months": _chart(by_month(engine, customer_id, wanted)),
        "first": not asked.get("after"),
    }


def _wanted(engine: Engine, asked: Mapping[str, str]) -> Wanted:
    """Days are the customers' own; the last one counts."""
    chosen: dict[str, tuple[str, ...]] = {name: (asked[name],) for name in FACETS if asked.get(name)}
    since, until = (_midnight(engine, asked.get(name, ""), name == "until") for name in ("since", "until"))
    return Wanted(chosen, since, until, asked.get("text", "").strip())


def _query(wanted: Wanted) -> str:
    """The same filters for the call that exports."""
    times = {"since": wanted.since, "until": wanted.until}
    said = wanted.chosen | {name: (at.isoformat(),) for name, at in times.items() if at}
    return urlencode(said | ({"text": (wanted.text,)} if wanted.text else {}), doseq=True)


def _midnight(engine: Engine, day: str, after: bool) -> datetime | None:
    """The beginning of the day, or of the one ``after`` it."""
    try:
        begins = date.fromisoformat(day) + timedelta(days=after) if day else None
        return datetime.combine(begins, time(), engine.settings.zone).astimezone(UTC) if begins else None
    except (ValueError, OverflowError) as error:
        raise Problem(422, "日期要写成 2026-11-18 这样。") from error


def _titled(engine: Engine, name: str, counts: list[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """Values with what people call them: channels by their titles, staff by their names."""
    titles = staff_names(engine, {value for value, _ in counts}) if name == "handled_by" else {}
    return [
        (value, channel_title(value) if name == "channel" else titles.get(value, value), n)
        for value, n in counts
    ]


def _chart(months: dict[str, dict[str, int]]) -> dict[str, Any] | None:
    """Contacts by month, a bar each; months without any are there too, as far as there is room."""
    if len(months) < 2:
        return None
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (min(months), max(months)))
    shown = range(max(first, last - MONTHS + 1), last + 1)
    counts = [sum(months.get(f"{one // 12}-{one % 12 + 1:02d}", {}).values()) for one in shown]
    x = [_month(one, one % 12 == 0 or one == shown[0]) for one in shown]
    series = [{"name": "接触", "values": counts}]
    return {"kind": "bar", "axis": "time", "unit": "次", "x": x, "series": series}


def _month(number: int, with_year: bool) -> str:
    """Months counted from year 0; the year stands below."""
    return f"{number % 12 + 1}月" + (f"\n{number // 12}年" if with_year else "")
