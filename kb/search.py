"""The way into the knowledge base: questions in, products, answers and scripts out."""

import re
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.embedding.memory import VectorMemory

if TYPE_CHECKING:
    from kb.embedding.encoder import Encoder, Vectors
    from kb.index.document import Document
    from kb.index.snapshot import Snapshot

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_REMEMBERED = 64  # questions; one turn may search several times for the same
_SAME_INTENT = 0.15  # an answer of the recognised intent may be this much less likely than the best


@dataclass(frozen=True)
class Hit:
    """Something found. ``score`` is the probability, 0..1, that it answers the question."""

    id: str
    kind: str
    title: str
    text: str
    score: float
    source: str
    version: str
    meta: Mapping[str, Any]


class Searcher:
    """Searches the index of a folder, from any number of threads.

    A version published meanwhile is taken up before the next search; searches under way finish on theirs.
    """

    def __init__(self, folder: Path, encoder: "Encoder | None" = None) -> None:
        self._folder = folder
        self._encoder = encoder
        self._snapshot: Snapshot | None = None
        self._loading = threading.Lock()
        self._vectors = VectorMemory(self._embed, _REMEMBERED)

    @property
    def version(self) -> str:
        """The version that the next search will use; NoIndexError when there is none."""
        return self._current().manifest.version

    @property
    def threshold(self) -> float:
        """The score below which an answer is none."""
        return self._current().threshold

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of documents that there are."""
        return frozenset(document.kind for document in self._current().documents)

    def know(self, model: str, text: str, vector: "Vectors") -> None:
        """Take over the vector of a text that was embedded elsewhere by the same model."""
        self._vectors.keep(model, text, vector)

    def search(
        self,
        query: str,
        k: int = 10,
        kinds: Collection[str] | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> list[Hit]:
        """The k likeliest, likeliest first, of the kinds plan, pack, broadband, service, wealth, faq, script.

        Filters: on_sale (a day), region, channel, and any meta field such as brand or intent.
        """
        from kb.index.tokens import normalised

        snapshot = self._current()
        question = normalised(query)
        if not question or k < 1:
            return []
        vector = self._vectors.vector(snapshot.manifest.model, question)
        return [_hit(*found) for found in snapshot.search(question, vector, k, kinds, filters)]

    def answer(
        self, query: str, intent: str | None = None, filters: Mapping[str, Any] | None = None
    ) -> Hit | None:
        """The answer to a question, or none when none is likely enough.

        One of the given intent goes before a slightly likelier one of another. An answer without a figure
        that the question names (199那个套餐) is about something else.
        """
        found = self.search(query, 10, ["faq"], filters)
        hits = [hit for hit in found if hit.score >= self.threshold and _speaks_of_figures(hit, query)]
        near = [hit for hit in hits if hit.score >= hits[0].score - _SAME_INTENT]
        return next((hit for hit in near if hit.meta.get("intent") == intent), hits[0] if hits else None)

    def _current(self) -> "Snapshot":
        """The snapshot of the version in use; only one thread loads a new one, the others go on."""
        from kb.index.store import current

        if self._snapshot is None:
            with self._loading:
                return self._snapshot or self._load()
        if current(self._folder) != self._snapshot.manifest.version and self._loading.acquire(blocking=False):
            try:
                return self._load()
            finally:
                self._loading.release()
        return self._snapshot

    def _load(self) -> "Snapshot":
        """Reads the version in use; again if it was replaced twice while being read."""
        from kb.index.snapshot import Snapshot
        from kb.index.store import current, version_folder

        while True:
            version = current(self._folder)
            try:
                self._snapshot = Snapshot(version_folder(self._folder, version))
            except FileNotFoundError:
                if current(self._folder) == version:
                    raise
            else:
                return self._snapshot

    def _embed(self, model: str, question: str) -> "Vectors":
        from kb.embedding.encoder import open_encoder
        from kb.embedding.engine import ENGINE

        if self._encoder is None or self._encoder.name != model:
            self._encoder = open_encoder(model, self._folder / ENGINE)
        return self._encoder.query(question)


def _speaks_of_figures(hit: Hit, query: str) -> bool:
    return set(_FIGURE.findall(query)) <= set(_FIGURE.findall(f"{hit.title} {hit.text}"))


def _hit(document: "Document", score: float) -> Hit:
    return Hit(
        id=document.id,
        kind=document.kind,
        title=document.title,
        text=document.text,
        score=round(score, 4),
        source=document.source,
        version=document.version,
        meta=document.meta,
    )
