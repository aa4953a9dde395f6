from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kb.index.document import Document
from kb.index.filters import allowed


@pytest.fixture
def documents(make_document: Callable[..., Document]) -> list[Document]:
    return [
        make_document("answer", meta={"intent": "ask_usage", "brand": "ting"}),
        make_document("old", kind="plan", meta={"on_sale": {"from": "2015-01-01", "to": "2024-12-31"}}),
        make_document("new", kind="plan", meta={"on_sale": {"from": "2025-01-01", "to": None}}),
        make_document("south", kind="plan", meta={"regions": ["CN-GD"], "channels": ["app", "hall"]}),
    ]


@pytest.mark.parametrize(
    ("kinds", "filters", "expected"),
    [
        (["plan"], {}, ["old", "new", "south"]),
        (None, {"on_sale": "2024-12-31"}, ["answer", "old", "south"]),
        (None, {"on_sale": date(2025, 1, 1)}, ["answer", "new", "south"]),
        (None, {"region": "CN-BJ"}, ["answer", "old", "new"]),
        (None, {"region": "CN-GD"}, ["answer", "old", "new", "south"]),
        (["plan"], {"channel": "hotline"}, ["old", "new"]),
        (None, {"intent": "ask_usage"}, ["answer"]),
        (None, {"brand": ["ting", "qian"]}, ["answer"]),
        (["faq"], {"brand": "qian"}, []),
        ([], {}, []),
    ],
)
def test_only_what_passes_every_filter_is_allowed(
    documents: list[Document], kinds: list[str] | None, filters: dict[str, Any], expected: list[str]
) -> None:
    flags = allowed(documents, kinds, filters)
    assert flags is not None
    assert [document.id for document, flag in zip(documents, flags, strict=True) if flag] == expected


def test_without_filters_there_is_nothing_to_check(documents: list[Document]) -> None:
    assert allowed(documents, None, {}) is None


def test_a_day_that_is_none_is_refused(documents: list[Document]) -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        allowed(documents, None, {"on_sale": "today"})
