"""Plans to simulate, from a YAML file of their own; drafts need no sale dates and no source."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from kb.catalogue.schema import OnSale, Plan
from recsys.unusable import Unusable

BOOL = "tag:yaml.org,2002:bool"
ALWAYS = OnSale.model_validate({"from": date.min})


class PlanLoader(yaml.CSafeLoader):
    """YAML 1.2 booleans only: the ``on`` of a promotion is a word, not true."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOL]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


PlanLoader.add_implicit_resolver(BOOL, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


class PlanFileError(Unusable):
    """The plan file cannot be used; the message has one line per fault: file, item, field."""


class DraftPlan(Plan):
    """A plan as in the catalogue; id is free, title, sale dates and source may be missing."""

    id: str = Field(min_length=1)
    title: str = ""
    on_sale: OnSale = ALWAYS
    source: str = "draft"


def read_plans(path: Path) -> list[DraftPlan]:
    """The plans of a file ``items: [...]`` in its order; PlanFileError lists every fault."""
    plans: list[DraftPlan] = []
    faults: list[str] = []
    for position, raw in enumerate(_items(path), 1):
        label = raw.get("id", f"item {position}") if isinstance(raw, dict) else f"item {position}"
        try:
            plans.append(DraftPlan.model_validate(raw))
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                field = ".".join(str(part) for part in fault["loc"]) or "-"
                faults.append(f"{path}, {label}, {field}: {fault['msg']}")
    ids = [plan.id for plan in plans]
    faults += [
        f"{path}, {id}, id: used more than once" for id in sorted({i for i in ids if ids.count(i) > 1})
    ]
    if faults or not plans:
        raise PlanFileError("\n".join(faults) or f"{path}, -, items: there is no plan in it")
    return plans


def _items(path: Path) -> list[Any]:
    try:
        parsed = yaml.load(path.read_text("utf-8"), Loader=PlanLoader)
    except OSError as error:
        raise PlanFileError(f"{path}, -, -: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PlanFileError(f"{path}, -, -: not readable as YAML: {' '.join(str(error).split())}") from error
    items = parsed.get("items") if isinstance(parsed, dict) else parsed
    if not isinstance(items, list):
        raise PlanFileError(f"{path}, -, items: the file must be `items: [...]`")
    return items
