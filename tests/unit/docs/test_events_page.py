"""docs/events.md against the code that publishes, and the data that waits for events."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys.contacts.contact import table as contact_table
from recsys.tags.definition import definitions
from tests.unit.docs.pages import ROOT, names, table

PAGE = "docs/events.md"
PACKAGES = ("recsys", "channels", "actions")
# <object>.<past verb>: what the name of a type must look like, and what nothing else here looks like.
TYPE = re.compile(r"[a-z]+\.(?:[a-z]+ed|sent|shown|made|given|withdrawn|set)")
PUBLISHED = table(PAGE, "type")
OTHERS = table(PAGE, "type from elsewhere")


def said(rows: list[list[str]]) -> set[str]:
    return {kind for row in rows for kind in names(row[0])}


def constants(path: Path) -> Iterator[str]:
    """Event types written out in a module, and the types of Event(…) whatever they look like."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TYPE.fullmatch(node.value):
            yield node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event":
            kinds = [*node.args[:1], *(key.value for key in node.keywords if key.arg == "type")]
            yield from (str(kind.value) for kind in kinds if isinstance(kind, ast.Constant))


def in_code() -> set[str]:
    return {kind for folder in PACKAGES for path in (ROOT / folder).rglob("*.py") for kind in constants(path)}


def test_no_event_type_of_the_code_is_missing() -> None:
    assert in_code() - said(PUBLISHED) - said(OTHERS) == set()


def test_no_event_type_that_tags_or_contacts_wait_for_is_missing() -> None:
    known = {*definitions().event_types, *contact_table()["events"]}
    assert known - said(PUBLISHED) - said(OTHERS) == set()


def test_what_comes_from_elsewhere_is_not_published_here() -> None:
    assert said(PUBLISHED) & said(OTHERS) == set()


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row[0])
def test_the_module_that_is_named_publishes_the_type_with_its_payload(row: list[str]) -> None:
    kinds, payload, modules = (names(cell) for cell in row[:3])
    sources = [(ROOT / module).read_text("utf-8") for module in modules]
    text = "\n".join(sources)
    for kind in kinds:
        thing, verb = kind.split(".")
        built = (f'"{thing}.' in text and f'.{verb}"' in text) or f'f"{thing}.{{' in text
        assert f'"{kind}"' in text or built, kind
    unknown = [field for field in payload if f'"{field}"' not in text and f"{field}=" not in text]
    assert unknown == []
