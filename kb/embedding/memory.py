"""The vectors of the latest questions, so that none is computed twice in a turn."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.embedding.encoder import Vectors


class VectorMemory:
    """At most ``size`` vectors by model and text; safe to share between threads."""

    def __init__(self, compute: "Callable[[str, str], Vectors]", size: int) -> None:
        self._compute = compute
        self._size = size
        self._kept: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, model: str, text: str, vector: "Vectors") -> None:
        """Remember a vector that somebody has computed already."""
        with self._lock:
            self._kept[model, text] = vector
            self._kept.move_to_end((model, text))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def vector(self, model: str, text: str) -> "Vectors":
        """The vector of a text; computed outside the lock, in the worst case twice."""
        with self._lock:
            known = self._kept.get((model, text))
        if known is None:
            known = self._compute(model, text)
            self.keep(model, text, known)
        return known
