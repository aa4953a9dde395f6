"""Method 2: one decision tree with many targets, what customers bought and in which channels they were met.

Each leaf holds people alike in both, with the rate of every kind of purchase and the share of every channel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from recsys.models.table import Numbers, Rows

DEPTH, LEAF = 10, 25
PRIOR = 25.0  # people of the whole that every leaf is mixed with


@dataclass(frozen=True)
class MatchTree:
    """A node's ``left`` is −1 in leaves; ``rates``: nodes × (kinds, then channels)."""

    kinds: tuple[str, ...]
    channels: tuple[str, ...]
    left: Rows
    right: Rows
    feature: Rows
    threshold: Numbers
    rates: Numbers

    def rates_of(self, row: Numbers) -> tuple[dict[str, float], dict[str, float]]:
        """(rate by kind, share by channel) in the leaf of that row of ``x``."""
        rates = self.rates[_leaf(self, np.nan_to_num(row, nan=-1.0))].tolist()
        split = len(self.kinds)
        return (
            dict(zip(self.kinds, rates[:split], strict=True)),
            dict(zip(self.channels, rates[split:], strict=True)),
        )

    def save(self, path: Path) -> None:
        """As NumPy arrays, without pickle."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **vars(self))


def load_match_tree(path: Path) -> MatchTree:
    """What ``save`` wrote. Raises OSError."""
    with np.load(path, allow_pickle=False) as found:
        arrays = [found[name] for name in ("left", "right", "feature", "threshold", "rates")]
        return MatchTree(tuple(found["kinds"].tolist()), tuple(found["channels"].tolist()), *arrays)


def grow_match_tree(
    x: Numbers, goals: Numbers, kinds: Sequence[str], channels: Sequence[str], seed: int = 0
) -> MatchTree:
    """``x``: customers × features; ``goals``: customers × (bought this kind, then share of this channel)."""
    scale = goals.std(axis=0) + 1e-9  # rare purchases count as much as common ones
    fitted = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=LEAF, random_state=seed)
    tree = fitted.fit(np.nan_to_num(x, nan=-1.0), goals / scale).tree_
    size = tree.n_node_samples[:, None]
    rates = (tree.value[:, :, 0] * scale * size + PRIOR * goals.mean(axis=0)) / (size + PRIOR)
    return MatchTree(
        tuple(kinds),
        tuple(channels),
        np.asarray(tree.children_left),
        np.asarray(tree.children_right),
        np.asarray(tree.feature),
        np.asarray(tree.threshold),
        rates,
    )


def _leaf(tree: MatchTree, row: Numbers) -> int:
    node = 0
    while tree.left[node] >= 0:
        goes_left = row[tree.feature[node]] <= tree.threshold[node]
        node = int(tree.left[node] if goes_left else tree.right[node])
    return node
