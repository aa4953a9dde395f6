"""Which documents a search may return."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from kb.index.document import Document
from kb.index.vectors import Mask


def allowed(
    documents: Sequence[Document], kinds: Collection[str] | None, filters: Mapping[str, Any] | None
) -> Mask | None:
    """A flag per document, or none when all may be returned.

    Filters: ``on_sale`` a day (date or ISO), ``region`` and ``channel`` (an item sold everywhere passes),
    any other key (brand, intent, …) equals the meta field or is one of a list. A document without
    sale dates, regions or channels, such as an answer, passes those three.
    """
    if kinds is None and not filters:
        return None
    tests = [_TESTS.get(key, _equal)(key, wanted) for key, wanted in (filters or {}).items()]
    flags = [
        (kinds is None or document.kind in kinds) and all(test(document.meta) for test in tests)
        for document in documents
    ]
    return np.array(flags, dtype=np.bool_)


def _on_sale(_: str, wanted: date | str) -> Any:
    day = wanted.isoformat() if isinstance(wanted, date) else date.fromisoformat(wanted).isoformat()

    def test(meta: Mapping[str, Any]) -> bool:
        sale = meta.get("on_sale") or {}
        return bool((sale.get("from") or "") <= day <= (sale.get("to") or "9999-12-31"))

    return test


def _one_of(field: str) -> Any:
    def for_value(_: str, wanted: str) -> Any:
        return lambda meta: not meta.get(field) or wanted in meta[field]

    return for_value


def _equal(key: str, wanted: Any) -> Any:
    choices = wanted if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    return lambda meta: meta.get(key) in choices


_TESTS = {"on_sale": _on_sale, "region": _one_of("regions"), "channel": _one_of("channels")}
