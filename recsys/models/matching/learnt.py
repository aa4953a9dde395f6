"""The multi-target tree as it is learned from observations, kept, and asked."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recsys.models.channel.preference import shares
from recsys.models.customers.aims import aims
from recsys.models.customers.observe import DAY, Observation, table_of
from recsys.models.features import Feature, choose_features, matrix
from recsys.models.matching.tree import MatchTree, grow_match_tree, load_match_tree
from recsys.models.store import ModelError
from recsys.models.table import Table
from recsys.simulator.chances import CHANNELS

MATCH = "match"  # its folder among the models
TREE, FEATURES = "tree.npz", "features.json"
Rates = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True)
class MatchModel:
    """``features`` are the columns that the tree reads."""

    features: tuple[Feature, ...]
    tree: MatchTree

    def rates(self, table: Table) -> list[Rates]:
        """(rate by kind, share by channel) of each row's leaf."""
        return [self.tree.rates_of(row) for row in matrix(table, self.features)]

    @property
    def usual(self) -> dict[str, float]:
        """Everybody's rate by kind."""
        return dict(zip(self.tree.kinds, self.tree.rates[0].tolist(), strict=False))

    def save(self, folder: Path) -> None:
        """Numbers as NumPy arrays, features as text."""
        self.tree.save(folder / TREE)
        rows = [asdict(feature) for feature in self.features]
        (folder / FEATURES).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def learn_match(seen: Sequence[Observation], seed: int = 0) -> MatchModel:
    """Grow it from what people bought, and where they were met, after what was known of them."""
    wanted = [aim for aim in aims() if aim.kind]
    bought = np.array([[one.outcomes[aim.key] for aim in wanted] for one in seen])
    met = np.array([list(shares(one.contacts).values()) for one in seen])
    table = table_of(seen)
    features, _ = choose_features(table, bought[:, 0].astype(np.int64), [DAY])
    goals = np.hstack([bought, met]).astype(np.float64)
    kinds = [aim.kind for aim in wanted]
    return MatchModel(features, grow_match_tree(matrix(table, features), goals, kinds, CHANNELS, seed))


def load_match(folder: Path) -> MatchModel:
    """What ``save`` wrote. Raises ModelError."""
    try:
        rows = json.loads((folder / FEATURES).read_text("utf-8"))
        tree = load_match_tree(folder / TREE)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{folder}: there is no tree; python -m recsys foresee train grows one") from error
    return MatchModel(tuple(map(_feature, rows)), tree)


def _feature(row: dict[str, Any]) -> Feature:
    return Feature(row["name"], tuple(row["words"]), row["is_word"], tuple(row["parts"]))
