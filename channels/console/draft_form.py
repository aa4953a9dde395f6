"""The campaign form: what the browser sends, as a draft, and what it offers to pick from."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from channels.console.contact_form import CONTACT, FormError, contact_rows
from channels.page import LINES
from recsys.campaign.condition import AnyClause, Clause, Operator
from recsys.campaign.draft import Draft
from recsys.engine import Engine
from recsys.tags.access import Viewer
from recsys.tags.registry import latest
from recsys.tags.schema import Definition

BY_TYPE: Mapping[str, tuple[Operator, ...]] = {
    "flag": ("has", "lacks"),
    "number": ("at_least", "at_most", "has", "lacks"),
    "money": ("at_least", "at_most", "has", "lacks"),
    "data": ("at_least", "at_most", "has", "lacks"),
    "text": ("is", "not", "has", "lacks"),
    "date": ("has", "lacks"),
    "list": ("has", "lacks"),
    "any": ("has", "lacks"),
}
UNITS = {"money": "元", "data": "GB"}
SCALE = {"money": 100, "data": 1024}  # what people enter → fen and MB


def tags_by_group(viewer: Viewer) -> dict[str, list[Definition]]:
    """Tags that the viewer may use for targeting, in their groups; sensitive ones nobody may."""
    groups: dict[str, list[Definition]] = {}
    for compiled in latest().by_key.values():
        if not compiled.tag.sensitive and viewer.may_see(compiled.tag):
            groups.setdefault(compiled.tag.group, []).append(compiled.tag)
    return groups


def products(engine: Engine, day: date) -> dict[str, list[tuple[str, str]]]:
    """Id and title of what is on sale, by line."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in engine.catalogue.items.values():
        line = LINES.get(str(getattr(item, "line", "")))
        if line and item.sold_on(day):
            found.setdefault(line, []).append((item.id, item.title))
    return found


def read_clauses(form: FormData, viewer: Viewer) -> tuple[AnyClause, ...]:
    """Clauses of the rows that are filled in; raises FormError."""
    rows = zip(form.getlist("tag"), form.getlist("op"), form.getlist("value"), strict=True)
    contacts = contact_rows(form)
    clauses = tuple(
        next(contacts)(str(op), str(value))
        if tag == CONTACT
        else _clause(str(tag), str(op), str(value), viewer)
        for tag, op, value in rows
        if tag
    )
    if not clauses:
        raise FormError("请先选至少一个条件。")
    return clauses


def _clause(tag: str, op: str, value: str, viewer: Viewer) -> Clause:
    known = latest().by_key.get(tag)
    if known is None or not viewer.may_see(known.tag):
        raise FormError("有一个标签已经不存在了,请重新选择。")
    kind = known.tag.type
    if op not in BY_TYPE[kind]:
        op = BY_TYPE[kind][0]
    if op in ("has", "lacks"):
        return Clause(tag=tag, op=op)
    if not value.strip():
        raise FormError(f"请给「{known.tag.title}」填一个值。")
    return Clause(tag=tag, op=op, value=_value(kind, value.strip(), known.tag.title))


def _value(kind: str, value: str, title: str) -> str | int | float:
    if kind not in ("number", "money", "data"):
        return value
    try:
        number = float(value)
    except ValueError:
        number = math.inf
    if not math.isfinite(number):
        raise FormError(f"「{title}」要填数字。")
    return round(number * SCALE[kind]) if kind in SCALE else number


def read_draft(form: FormData, viewer: Viewer) -> Draft:
    """The whole draft; raises FormError."""
    fields: dict[str, Any] = {
        name: str(form.get(name, "")).strip() for name in ("name", "product_id", "channel", "text")
    }
    try:
        return Draft.model_validate(fields | {"condition": {"clauses": read_clauses(form, viewer)}})
    except ValidationError as error:
        raise FormError(_TROUBLE.get(str(error.errors()[0]["loc"][0]), "有一项没有填对,请检查。")) from error


_TROUBLE = {
    "name": "请给活动起个名字(60个字以内)。",
    "channel": "请选择渠道。",
    "text": "文案要5到300个字。",
    "condition": "标签条件没有填对,请检查。",
}
