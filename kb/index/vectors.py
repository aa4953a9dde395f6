"""FAISS over the passages: inner product of vectors of length 1 is the cosine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from kb.embedding.encoder import Vectors

_NEAR = 200  # passages asked of FAISS; several may belong to one document
_SAMPLE = 256  # passages that tell what an ordinary cosine of this question is
_SUPPORT = 3  # passages that agree
Cosines = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class VectorIndex:
    """Exact search; ``owners`` says which document a passage belongs to."""

    def __init__(self, index: Any, owners: npt.NDArray[np.int32]) -> None:
        faiss.omp_set_num_threads(1)  # one question at a time: more threads only wait for each other
        self._index = index
        self._owners = owners
        flat = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
        self._matrix: Vectors = flat.reshape(index.ntotal, index.d)
        step = max(1, index.ntotal // _SAMPLE)
        self._sample = np.ascontiguousarray(self._matrix[::step][:_SAMPLE])
        order = np.argsort(owners, kind="stable")
        self._rows = np.split(order, np.cumsum(np.bincount(owners))[:-1])

    @classmethod
    def build(cls, vectors: Vectors, owners: npt.NDArray[np.int32]) -> "VectorIndex":
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index, owners)

    @classmethod
    def load(cls, folder: Path) -> "VectorIndex":
        owners = np.load(folder / "owners.npy", allow_pickle=False)
        return cls(faiss.read_index(str(folder / "vectors.faiss")), owners)

    def save(self, folder: Path) -> None:
        faiss.write_index(self._index, str(folder / "vectors.faiss"))
        np.save(folder / "owners.npy", self._owners, allow_pickle=False)

    def nearest(self, vector: Vectors, allowed: Mask | None) -> set[int]:
        """Documents that the passages with the highest cosines belong to."""
        parameters = None if allowed is None else _only(allowed[self._owners])
        count = min(_NEAR, self._index.ntotal)
        _, rows = self._index.search(vector[None, :], count, params=parameters)
        return set(self._owners[rows[0][rows[0] >= 0]].tolist())

    def closeness(self, vector: Vectors, documents: Sequence[int]) -> tuple[Cosines, Cosines]:
        """Per document the highest cosine of its passages, and the mean of its highest three."""
        rows = [self._rows[document] for document in documents]
        cosines = self._matrix[np.concatenate(rows)] @ vector if rows else np.zeros(0)
        parts = np.split(cosines, np.cumsum([len(own) for own in rows])[:-1]) if rows else []
        best = np.array([part.max() for part in parts], np.float64)
        support = np.array([np.sort(part)[-_SUPPORT:].mean() for part in parts], np.float64)
        return best, support

    def best_of(self, values: npt.NDArray[np.float32], documents: Sequence[int]) -> Cosines:
        """Per document the highest of the values of its passages; ``values`` has one per passage."""
        return np.array([values[self._rows[document]].max() for document in documents], np.float64)

    def ordinary(self, vector: Vectors) -> tuple[float, float]:
        """Mean and standard deviation of the question's cosine over a fixed sample of passages."""
        cosines = self._sample @ vector
        return float(cosines.mean()), max(float(cosines.std()), 1e-6)


def _only(rows: Mask) -> Any:
    """Search parameters that pass these rows. faiss's type hints know the C++ signatures only."""
    selector: Any = faiss.IDSelectorBitmap
    parameters: Any = faiss.SearchParameters
    return parameters(sel=selector(np.packbits(rows, bitorder="little")))
