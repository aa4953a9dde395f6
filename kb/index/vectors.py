"""FAISS over the passages: inner product of vectors of length 1 is the cosine."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from kb.embedding.encoder import Vectors

_NEAR = 200  # passages asked of FAISS; several may belong to one document
_SAMPLE = 256  # passages that tell what an ordinary cosine of this question is
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

    def nearest(self, vector: Vectors, allowed: Mask | None) -> dict[int, float]:
        """Documents with the highest cosine of any of their passages, and that cosine."""
        parameters = None if allowed is None else _only(allowed[self._owners])
        count = min(_NEAR, self._index.ntotal)
        cosines, rows = self._index.search(vector[None, :], count, params=parameters)
        best: dict[int, float] = {}
        for cosine, row in zip(cosines[0].tolist(), rows[0].tolist(), strict=True):
            if row >= 0:
                best.setdefault(int(self._owners[row]), cosine)
        return best

    def cosine(self, vector: Vectors, document: int) -> float:
        """The highest cosine of a document's passages."""
        return float((self._matrix[self._rows[document]] @ vector).max())

    def ordinary(self, vector: Vectors) -> tuple[float, float]:
        """Mean and standard deviation of the question's cosine over a fixed sample of passages."""
        cosines = self._sample @ vector
        return float(cosines.mean()), max(float(cosines.std()), 1e-6)


def _only(rows: Mask) -> Any:
    """Search parameters that pass these rows. faiss's type hints know the C++ signatures only."""
    selector: Any = faiss.IDSelectorBitmap
    parameters: Any = faiss.SearchParameters
    return parameters(sel=selector(np.packbits(rows, bitorder="little")))
