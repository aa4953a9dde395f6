"""Replies as the gateway passes them on, from parts that are already formatted."""

from collections.abc import Iterable
from typing import Any

from actions.wording import options, say
from recsys.wealth.compliance import RISK_SENTENCE, with_risk_sentence

Reply = dict[str, Any]


def choices(key: str, /, **values: object) -> Reply:
    """The sentence ``key`` with the choices ``<key>_options``."""
    return {"type": "choices", "text": say(key, **values), "options": options(f"{key}_options", **values)}


def chosen_from(text: str, pairs: Iterable[tuple[str, str]]) -> Reply:
    """Choices that depend on data: pairs of what is shown and what it says."""
    return {
        "type": "choices",
        "text": text,
        "options": [{"label": label, "text": said} for label, said in pairs],
    }


def table(title: str, columns: list[str], rows: list[list[str]]) -> Reply:
    """A table; the first cell of a row names it."""
    return {"type": "table", "title": title, "columns": columns, "rows": rows}


def chart(title: str, unit: str, x: list[str], series: dict[str, list[float]]) -> Reply:
    """A bar chart."""
    shown = [{"name": name, "values": values} for name, values in series.items()]
    return {"type": "chart", "title": title, "kind": "bar", "unit": unit, "x": x, "series": shown}


def fact(label: str, value: str, share: float | None = None) -> Reply:
    """One fact of a card; ``share`` is the customer's use divided by the allowance."""
    shown: Reply = {"label": label, "value": value}
    return shown if share is None else shown | {"share": round(share, 3)}


def with_risk(messages: list[Reply]) -> list[Reply]:
    """Replies about wealth, whose last one says the risk sentence at its end."""
    *first, last = messages
    if last["type"] == "card":
        return [*first, last | {"note": with_risk_sentence(last.get("note") or "").strip()}]
    if last["type"] in ("text", "choices") and last.get("text"):
        return [*first, last | {"text": with_risk_sentence(last["text"])}]
    return [*messages, {"type": "text", "text": f"{RISK_SENTENCE}。"}]
