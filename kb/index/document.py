"""What can be found: one document per product, answer or script."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_CHUNK = 300  # characters; the packaged model slows down and blurs beyond that
_NAME = 16  # characters; a longer title is a sentence, not a name
_SENTENCE = re.compile(r"[^。!?!?;;\n]*[。!?!?;;\n]?")


@dataclass(frozen=True)
class Document:
    """``passages`` are embedded and matched by words; ``text`` is shown and matched by words; ``names`` are
    what people call it.

    ``meta`` may hold on_sale {from, to}, regions, channels, brand, intent, refs, and anything else
    that a filter may compare.
    """

    id: str
    kind: str
    title: str
    text: str
    passages: tuple[str, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    source: str = ""
    version: str = "1"

    def line(self) -> str:
        """The document as one line of JSON; the same document is always the same line."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def document_of(line: str) -> Document:
    """The document that ``Document.line`` wrote."""
    raw = json.loads(line)
    return Document(**{**raw, "passages": tuple(raw["passages"]), "names": tuple(raw["names"])})


class DocumentError(Exception):
    """A line of a document file is not {id, kind, title, text, meta}; the message names the line."""


def read_documents(path: Path) -> list[Document]:
    """Documents of a JSON Lines file {id, kind, title, text, meta?}; DocumentError on a bad line."""
    documents: dict[str, Document] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            document = _read(line, f"{path}:{number}", default_source=path.name)
            if document.id in documents:
                raise DocumentError(f"{path}:{number}: id {document.id!r} is used twice")
            documents[document.id] = document
    return list(documents.values())


def passages(title: str, text: str) -> tuple[str, ...]:
    """A text in pieces of whole sentences, each under its title."""
    return tuple(piece if piece.startswith(title) else f"{title}\n{piece}" for piece in _pieces(text)) or (
        title,
    )


def _read(line: str, place: str, default_source: str) -> Document:
    try:
        raw = json.loads(line)
        identifier, kind, title, text = (str(raw[name]) for name in ("id", "kind", "title", "text"))
        meta = dict(raw.get("meta") or {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DocumentError(f"{place}: needs id, kind, title, text ({error})") from error
    return Document(
        id=identifier,
        kind=kind,
        title=title,
        text=text,
        passages=tuple(
            dict.fromkeys((title, *passages(title, text)))
        ),  # a title is often the question itself
        meta=meta,
        names=(*(title,) * (len(title) <= _NAME), *map(str, meta.get("aliases") or ())),
        source=str(meta.get("source", default_source)),
        version=str(meta.get("version", 1)),
    )


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for sentence in _sentences(text):
        if piece and len(piece) + len(sentence) > _CHUNK:
            yield piece.strip()
            piece = ""
        piece += sentence
    if piece.strip():
        yield piece.strip()


def _sentences(text: str) -> Iterable[str]:
    """Sentences, those that are too long cut."""
    for sentence in _SENTENCE.findall(text):
        yield from (sentence[start : start + _CHUNK] for start in range(0, len(sentence), _CHUNK))
