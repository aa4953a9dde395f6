"""The labels of the training examples nearest to a message, by the cosine of centred embeddings."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.regression import Floats

NEAREST = 10
_SHARPNESS = 10.0


@dataclass(frozen=True)
class Neighbours:
    """``directions`` has a unit vector per example; ``labels`` its label's number."""

    centre: Floats
    directions: Floats
    labels: npt.NDArray[np.int32]

    def shares(self, vector: Floats, count: int) -> Floats:
        """How the nearest examples divide among ``count`` labels; adds up to 1."""
        cosines = self.directions @ directed(vector - self.centre)
        nearest = np.argsort(-cosines, kind="stable")[:NEAREST]
        weights = np.exp(_SHARPNESS * (cosines[nearest] - cosines[nearest[0]]))
        shares = np.bincount(self.labels[nearest], weights=weights / weights.sum(), minlength=count)
        result: Floats = shares.astype(np.float32)
        return result


def directed(vectors: Floats) -> Floats:
    """Scaled to length 1 along the last axis."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def remember(vectors: Floats, labels: npt.NDArray[np.int64]) -> Neighbours:
    """All examples, ready to be compared with."""
    centre = vectors.mean(axis=0)
    return Neighbours(centre, directed(vectors - centre), labels.astype(np.int32))
