"""Many forests as flat arrays: one row through all of their trees at once, without LightGBM.

LightGBM takes a millisecond and more for a row of one booster; a decision asks sixty of them. The rules
of a node are those of LightGBM's text format, version 4 (``include/LightGBM/tree.h``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from recsys.models.table import Numbers, Rows

Flags = npt.NDArray[np.bool_]
ZERO = 1e-35  # below which LightGBM takes a number for nought
CATEGORY, DEFAULT_LEFT = 1, 2  # bits of a decision type; the bits above say what is missing
MISSING_ZERO, MISSING_NAN = 1, 2


@dataclass(frozen=True)
class FlatForests:
    """Nodes of all trees one after another; a child below 0 is the leaf ``-1 - child``."""

    roots: Rows  # node of each tree's root, or a leaf
    forest: Rows  # which forest a tree belongs to
    sizes: Numbers  # boosters of each forest, over which its trees are averaged
    feature: Rows
    threshold: Numbers
    left: Rows
    right: Rows
    missing: Rows
    default_left: Flags
    category: Rows  # row of ``members``, −1 for numbers
    members: Flags  # categories that go left
    leaves: Numbers

    @cached_property
    def unknown_left(self) -> Flags:
        """Where an unknown value goes left: by default, or as nought where nothing is said of it."""
        return np.where(self.missing == MISSING_NAN, self.default_left, self.threshold >= 0.0)

    @cached_property
    def skips_zero(self) -> bool:
        """Whether any node takes nought for unknown."""
        return bool((self.missing == MISSING_ZERO).any())

    @cached_property
    def has_words(self) -> bool:
        """Whether any node asks for a category."""
        return bool((self.category >= 0).any())

    def logits(self, row: Numbers) -> Numbers:
        """The log-odds of one row of features by every forest, before calibration."""
        node = self.roots.copy()
        inner = np.flatnonzero(node >= 0)
        while len(inner):
            at = node[inner]
            node[inner] = np.where(self._goes_left(at, row[self.feature[at]]), self.left[at], self.right[at])
            inner = inner[node[inner] >= 0]
        found: Numbers = np.bincount(self.forest, self.leaves[-1 - node], len(self.sizes)) / self.sizes
        return found

    def _goes_left(self, at: Rows, value: Numbers) -> Flags:
        unknown = np.isnan(value)
        goes: Flags = (value <= self.threshold[at]) | (unknown & self.unknown_left[at])
        if self.skips_zero:
            nought = (self.missing[at] == MISSING_ZERO) & (unknown | (np.abs(value) <= ZERO))
            goes = np.where(nought, self.default_left[at], goes)
        if not self.has_words:
            return goes
        group = self.category[at]
        words = np.flatnonzero(group >= 0)
        if len(words):
            code = np.where(unknown[words], -1, value[words]).astype(np.intp)
            inside = (code >= 0) & (code < self.members.shape[1])
            goes[words] = inside & self.members[group[words], np.where(inside, code, 0)]
        return goes


def flatten(forests: Sequence[Sequence[str]]) -> FlatForests:
    """Of every forest the texts of its boosters, as ``Booster.model_to_string`` writes them."""
    roots: list[int] = []
    owner: list[int] = []
    columns: dict[str, list[Any]] = {name: [] for name in ("feature", "threshold", "left", "right", "kind")}
    members: list[list[int]] = []
    category: list[int] = []
    leaves: list[float] = []
    for number, texts in enumerate(forests):
        for tree in (tree for text in texts for tree in _trees(text)):
            _add(tree, columns, category, members, leaves, roots)
            owner.append(number)
    kinds = np.array(columns["kind"], dtype=np.intp)
    return FlatForests(
        roots=np.array(roots, dtype=np.intp),
        forest=np.array(owner, dtype=np.intp),
        sizes=np.array([len(texts) for texts in forests], dtype=np.float64),
        feature=np.array(columns["feature"], dtype=np.intp),
        threshold=np.array(columns["threshold"], dtype=np.float64),
        left=np.array(columns["left"], dtype=np.intp),
        right=np.array(columns["right"], dtype=np.intp),
        missing=kinds >> 2,
        default_left=(kinds & DEFAULT_LEFT) > 0,
        category=np.array(category, dtype=np.intp),
        members=_bits(members),
        leaves=np.array(leaves, dtype=np.float64),
    )


def _trees(text: str) -> Iterator[Mapping[str, list[str]]]:
    """The fields of each tree of a model file."""
    lines = text.split("\nend of trees")[0].splitlines()
    blocks = groupby(lines[lines.index("Tree=0") :] if "Tree=0" in lines else [], lambda line: bool(line))
    for full, block in blocks:
        fields = dict(line.split("=", 1) for line in block) if full else {}
        if "leaf_value" in fields:
            yield {name: value.split() for name, value in fields.items()}


def _add(
    tree: Mapping[str, list[str]],
    columns: Mapping[str, list[Any]],
    category: list[int],
    members: list[list[int]],
    leaves: list[float],
    roots: list[int],
) -> None:
    node, leaf = len(category), len(leaves)
    inner = len(tree.get("split_feature", ()))
    leaves += map(float, tree["leaf_value"])
    roots.append(node if inner else -1 - leaf)
    if not inner:
        return
    kinds = [int(kind) for kind in tree["decision_type"]]
    columns["feature"] += map(int, tree["split_feature"])
    columns["threshold"] += map(float, tree["threshold"])
    columns["kind"] += kinds
    for side in ("left", "right"):
        children = map(int, tree[f"{side}_child"])
        columns[side] += [child + node if child >= 0 else child - leaf for child in children]
    for kind, threshold in zip(kinds, tree["threshold"], strict=True):
        category.append(len(members) if kind & CATEGORY else -1)
        if kind & CATEGORY:
            members.append(_members(tree, int(float(threshold))))


def _members(tree: Mapping[str, list[str]], number: int) -> list[int]:
    """The categories in the n-th bitset of a tree."""
    begin, end = (int(tree["cat_boundaries"][place]) for place in (number, number + 1))
    words = [int(word) for word in tree["cat_threshold"][begin:end]]
    return [32 * place + bit for place, word in enumerate(words) for bit in range(32) if word >> bit & 1]


def _bits(members: Sequence[Sequence[int]]) -> Flags:
    width = 1 + max((code for codes in members for code in codes), default=0)
    found = np.zeros((max(1, len(members)), width), dtype=np.bool_)
    for row, codes in enumerate(members):
        found[row, list(codes)] = True
    return found
