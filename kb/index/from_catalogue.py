"""Documents of a catalogue: one per product, answer and script."""

from collections.abc import Iterator
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Faq, Item, Script
from kb.index.document import Document, passages
from kb.index.names_of import kind_of, names_of
from kb.index.prose import prose


def documents_of(catalogue: Catalogue) -> list[Document]:
    """Everything that can be found in a catalogue."""
    return [*_items(catalogue), *_answers(catalogue), *_scripts(catalogue)]


def _items(catalogue: Catalogue) -> Iterator[Document]:
    names = names_of(catalogue)
    for item in catalogue.items.values():
        text = prose(item, {key: other.title for key, other in catalogue.items.items()})
        yield Document(
            id=item.id,
            kind=kind_of(item),
            title=item.title,
            text=text,
            passages=passages(item.title, text),
            meta=_item_meta(catalogue, item),
            names=names[item.id],
            source=item.source,
            version=str(item.version),
        )


def _item_meta(catalogue: Catalogue, item: Item) -> dict[str, Any]:
    return {
        "brand": catalogue.brand(item.id),
        "on_sale": item.on_sale.model_dump(mode="json", by_alias=True),
        "regions": list(item.regions),
        "channels": list(item.channels),
    }


def _answers(catalogue: Catalogue) -> Iterator[Document]:
    for faq in catalogue.faq.values():
        yield _text(
            catalogue,
            faq,
            kind="faq",
            title=faq.question,
            text=faq.answer,
            asked=(faq.question, *faq.similar),
            meta={"intent": faq.intent},
        )


def _scripts(catalogue: Catalogue) -> Iterator[Document]:
    for script in catalogue.scripts.values():
        yield _text(
            catalogue,
            script,
            kind="script",
            title=script.title,
            text=script.text,
            asked=(f"{script.title}:{script.situation}",),
            meta={"method": script.method, "situation": script.situation, "intents": list(script.intents)},
        )


def _text(
    catalogue: Catalogue,
    record: Faq | Script,
    *,
    kind: str,
    title: str,
    text: str,
    asked: tuple[str, ...],
    meta: dict[str, Any],
) -> Document:
    """Each way to ask is a passage of its own, so that a question meets one like it.

    What is said in reply counts by its words only: embedding it took twice the time and found no more.
    """
    return Document(
        id=record.id,
        kind=kind,
        title=title,
        text=text,
        passages=asked,
        meta={"brand": catalogue.brand(record.id), "refs": list(record.refs), **meta},
        source=record.source,
        version=str(record.version),
    )
