"""The learned part of escalation: pieces of one to three characters, signs and history, all weighed linearly.

The weights stand in `escalation_weights.json`, written by `python -m recsys escalation`; reading them needs
no learning library.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, log1p, sqrt
from pathlib import Path

from recsys.service.past import TITLES, Past

LEVELS = ("low", "medium", "high")
LONGEST = 3
MOST_SIGNS, LONGEST_SIGN = 3, 14
LOUD = 0.3  # log-odds from which a clause is a sign
PATH = Path(__file__).with_name("escalation_weights.json")
Weights = tuple[float, ...]  # one per level


@dataclass(frozen=True)
class EscalationModel:
    """``grams``: (rarity, weights) by piece; ``past``: weights by field of Past, in log1p of the count."""

    version: str
    base: Weights
    grams: Mapping[str, tuple[float, Weights]]
    past: Mapping[str, Weights]
    signs: Mapping[str, Weights]  # by level of the rules


@dataclass(frozen=True, slots=True)
class Judged:
    """Chances by level, adding up to 1; the words that speak loudest for trouble, and the history."""

    chances: Mapping[str, float]
    words: tuple[str, ...]
    history: tuple[str, ...]


def pieces(text: str) -> dict[str, list[int]]:
    """Every piece of one to three characters with the places where it begins; the ends are marked."""
    marked = f"^{fold_text(text)}$"
    found: dict[str, list[int]] = {}
    for size in range(1, LONGEST + 1):
        for start in range(len(marked) - size + 1):
            found.setdefault(marked[start : start + size], []).append(start)
    return found


def fold_text(text: str) -> str:
    """Full-width forms folded, letters small, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def judge(model: EscalationModel, text: str, past: Past, rules: str) -> Judged:
    """One message, after that history; ``rules`` is the level that the word list gives."""
    known = {piece: at for piece, at in pieces(text).items() if piece in model.grams}
    norm = sqrt(sum(model.grams[piece][0] ** 2 for piece in known)) or 1.0
    logits = list(model.base)
    _add(logits, model.signs.get(rules, (0.0,) * len(LEVELS)))
    for name, weights in model.past.items():
        _add(logits, weights, log1p(getattr(past, name)))
    for piece in known:
        rarity, weights = model.grams[piece]
        _add(logits, weights, rarity / norm)
    shifted = [exp(value - max(logits)) for value in logits]
    chances = {level: value / sum(shifted) for level, value in zip(LEVELS, shifted, strict=True)}
    return Judged(chances, _signs(model, text, known, norm), _history(past))


def _add(logits: list[float], weights: Weights, times: float = 1.0) -> None:
    for i, weight in enumerate(weights):
        logits[i] += times * weight


def _signs(
    model: EscalationModel, text: str, known: Mapping[str, Sequence[int]], norm: float
) -> tuple[str, ...]:
    """The clauses of the message that speak loudest for a level above the lowest."""
    marked = f"^{fold_text(text)}$"
    loud = [0.0] * len(marked)
    for piece, places in known.items():
        rarity, weights = model.grams[piece]
        share = rarity / norm * (max(weights[1:]) - weights[0]) / len(piece) / len(places)
        for start in places:
            for at in range(start, start + len(piece)):
                loud[at] += share
    edges = [i for i, character in enumerate(marked) if character in "^$,.?!。、;"]
    clauses = [(sum(loud[a + 1 : b]), marked[a + 1 : b]) for a, b in pairwise(edges) if b - a > 2]
    clauses.sort(key=lambda clause: -clause[0])
    return tuple(_cut(clause) for weight, clause in clauses[:MOST_SIGNS] if weight > LOUD)


def _cut(clause: str) -> str:
    """No longer than people read at a glance."""
    return clause if len(clause) <= LONGEST_SIGN else f"{clause[: LONGEST_SIGN - 1]}…"


def _history(past: Past) -> tuple[str, ...]:
    return tuple(TITLES[name].format(getattr(past, name)) for name in TITLES if getattr(past, name))


@cache
def escalation_model(path: Path = PATH) -> EscalationModel:
    """The weights that the project ships, or those of a file of the same form."""
    data = json.loads(path.read_text("utf-8"))
    return EscalationModel(
        data["version"],
        tuple(data["base"]),
        {piece: (row[0], tuple(row[1:])) for piece, row in data["grams"].items()},
        {name: tuple(row) for name, row in data["past"].items()},
        {name: tuple(row) for name, row in data["signs"].items()},
    )
