"""One record, pairs and merges as staff see them: masked, with titles."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from channels.mask import mask_name, mask_phone
from recsys.customers.duplicates import Duplicate
from recsys.customers.merging.merge import Merge
from recsys.customers.record import Field, Statement, rules, tables
from recsys.customers.sameness import title

HERE = Path(__file__).parent
KNOWN = "已登记"


def fields_shown(fields: dict[str, Field]) -> list[dict[str, Any]]:
    """Every field with its source, why it won, and what lost."""
    return [
        {
            "field": name,
            "title": rules()[name].title,
            **_said(name, field),
            "why": tables()["why"][field.why],
            "disputed": field.disputed,
            "lost": [_said(name, one) for one in field.lost],
        }
        for name, field in fields.items()
    ]


def merge_shown(done: Merge) -> dict[str, Any]:
    """What was done by whom, and whether it still holds."""
    values = {name: getattr(done, name) for name in Merge.__dataclass_fields__}
    return values | {
        "evidence": [title(name) for name in done.evidence],
        "moved_rows": sum(done.moved.values()),
    }


def duplicate_shown(pair: Duplicate) -> dict[str, Any]:
    """A pair with its evidence in words."""
    values = {name: getattr(pair, name) for name in Duplicate.__dataclass_fields__}
    return values | {"evidence": [{"code": name, "title": title(name)} for name in pair.evidence]}


def masked_value(field: str, value: str) -> str:
    """Only as much as is needed to compare; of a document only that there is one."""
    if field == "name":
        return mask_name(value)
    if field in ("phone", "bank"):
        return mask_phone(value)
    return KNOWN if field in ("document", "union") else value


def value_title(field: str, value: str) -> str:
    """Masked, and codes in words."""
    return str(_titles().get(field, {}).get(value) or masked_value(field, value))


@cache
def _titles() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load((HERE / "record_titles.yml").read_text("utf-8"))
    return loaded


def _said(name: str, one: Field | Statement) -> dict[str, Any]:
    return {
        "value": masked_value(name, one.value or ""),
        "source": one.source,
        "source_title": tables()["sources"][one.source]["title"],
        "verified": one.verified,
        "at": one.at,
    }
