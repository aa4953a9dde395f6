"""Check every row of a table before anything is loaded, and say of each fault where it is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from pydantic import ValidationError

from kb.catalogue.catalogue import Catalogue
from recsys.customers.lists import EVERYTHING
from recsys.exchange.fault import Fault, fault
from recsys.exchange.problem import problem_of
from recsys.exchange.rows import KEYS, ROWS, CustomerRow, HoldingRow, ListRow, Row


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that are right, in order, and every fault of the others."""

    rows: list[Row]
    faults: list[Fault]


def check(
    kind: str,
    columns: Sequence[str],
    cells: Iterable[dict[str, str]],
    catalogue: Catalogue,
    known: Collection[str],
    zone: tzinfo,
) -> Checked:
    """``known`` are the ids of customers that exist; only a table of customers may name others.

    ``zone`` is the customers': times that a spreadsheet wrote without one are meant in it.
    """
    header = _header(kind, columns)
    if header:
        return Checked([], header)
    good: list[Row] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cell in enumerate(cells, 2):
        found = _row_faults(kind, number, cell, catalogue, known, seen, zone)
        if isinstance(found, Row):
            good.append(found)
        else:
            faults += found
    if not (good or faults):
        faults = [fault(2, "(row)", "", "is missing: below the header there is nothing")]
    return Checked(good, faults)


def _header(kind: str, columns: Sequence[str]) -> list[Fault]:
    fields = ROWS[kind].model_fields
    if not any(name in fields for name in columns):
        said = f"no heading is known: the first line must name the columns: {', '.join(fields)}"
        return [fault(1, "(row)", "", said)]
    wrong = [
        fault(1, name, name, f"is no column of {kind}; there are {', '.join(fields)}")
        for name in columns
        if name not in fields
    ]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    wrong += [fault(1, name, name, "stands twice in the header") for name in twice]
    missing = [name for name, field in fields.items() if field.is_required() and name not in columns]
    return wrong + [fault(1, name, "", "is missing") for name in missing]


def _row_faults(
    kind: str,
    number: int,
    cell: dict[str, str],
    catalogue: Catalogue,
    known: Collection[str],
    seen: dict[tuple[str, ...], int],
    zone: tzinfo,
) -> Row | list[Fault]:
    try:
        row = ROWS[kind].model_validate(cell, context={"zone": zone})
    except ValidationError as error:
        return [_fault(number, cell, dict(one)) for one in error.errors(include_url=False)]
    faults = list(_against_the_rest(kind, number, row, catalogue, known))
    key = tuple(str(getattr(row, name)) for name in KEYS[kind])
    if key in seen:
        names = ", ".join(KEYS[kind])
        faults.append(fault(number, names, " ".join(key), f"stands in row {seen[key]} already"))
    seen.setdefault(key, number)
    return faults or row


def _fault(number: int, cell: dict[str, str], error: dict[str, Any]) -> Fault:
    place = error["loc"]
    column = str(place[0]) if place else "(row)"
    return fault(number, column, cell.get(column, ""), problem_of(error, column))


def _against_the_rest(
    kind: str, number: int, row: Row, catalogue: Catalogue, known: Collection[str]
) -> list[Fault]:
    faults: list[Fault] = []
    if kind != "customers" and row.customer_id not in known:
        faults.append(fault(number, "customer_id", row.customer_id, "is no customer; import customers first"))
    if isinstance(row, CustomerRow) and row.plan_id is not None and row.plan_id not in catalogue.plans:
        faults.append(fault(number, "plan_id", row.plan_id, "is no plan of the catalogue"))
    if isinstance(row, HoldingRow) and row.product_id not in catalogue.wealth:
        faults.append(fault(number, "product_id", row.product_id, "is no wealth product of the catalogue"))
    if isinstance(row, ListRow) and row.product_id not in (EVERYTHING, *catalogue.items):
        faults.append(fault(number, "product_id", row.product_id, "is no product of the catalogue, nor *"))
    if isinstance(row, ListRow) and row.since is not None and row.until <= row.since:
        faults.append(fault(number, "until", row.until.isoformat(), "does not lie after since"))
    return faults
