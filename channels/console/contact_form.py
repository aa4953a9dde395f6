"""Rows of the condition that speak of contacts: what they offer to pick from, and what was picked."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError
from starlette.datastructures import FormData

from recsys.campaign.contact_clause import FIELDS, ContactClause
from recsys.contacts.contact import KINDS, table
from recsys.engine import Engine
from recsys.sql import schema as t

CONTACT = "contact"  # what the picker of tags says for a contact
WINDOWS = {"7": "近7天", "30": "近30天", "90": "近90天", "180": "近180天", "365": "近一年", "": "任何时候"}
AMOUNTS = {"at_least": "次以上", "at_most": "次以下,含没有"}
RECENT = timedelta(days=365)


class FormError(ValueError):
    """The form is not complete; the message is for the marketer."""


def contact_pickers(engine: Engine) -> dict[str, Any]:
    """Values to pick from; departments, business types and results are those of the last year."""
    c = t.contacts.c
    found = {"kinds": list(KINDS), "channels": list(table()["channels"])}
    with engine.read() as connection:
        for name in ("business_types", "results", "departments"):
            column = c[FIELDS[name]]
            recent = sa.select(column).where(c.at > datetime.now(UTC) - RECENT).distinct().order_by(column)
            found[name] = list(connection.scalars(recent))
    titles = {
        "kinds": "种类",
        "channels": "渠道",
        "business_types": "业务",
        "results": "结果",
        "departments": "部门",
    }
    return {
        "windows": WINDOWS,
        "amounts": AMOUNTS,
        "lists": [(name, title, found[name]) for name, title in titles.items()],
        "channel_titles": table()["channels"],
    }


def contact_rows(form: FormData) -> Iterator[Callable[[str, str], ContactClause]]:
    """One reader per contact row, in their order; it takes operator and count and raises FormError."""
    columns = [form.getlist(f"contact_{name}") for name in ("days", *FIELDS)]
    for values in zip(*columns, strict=True):
        fields = dict(zip(("days", *FIELDS), map(str, values), strict=True))
        yield partial(_read, fields)


def _read(fields: dict[str, str], op: str, value: str) -> ContactClause:
    picked = {name: (fields[name],) for name in FIELDS if fields[name]}
    try:
        days = int(fields["days"]) if fields["days"] else None
        return ContactClause.model_validate({"days": days, "op": op, "count": int(value.strip()), **picked})
    except (ValueError, ValidationError) as error:
        raise FormError("接触条件要填次数:「以上」至少填1,「以下」可以填0。") from error
