"""Why a model thinks so: exact Shapley values in the words of `phrases.yml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from recsys.models.features import Feature, shown
from recsys.models.model import Model
from recsys.models.table import Numbers

PHRASES = Path(__file__).parent / "phrases.yml"
SLIGHT = 0.02  # log-odds below which a feature is no reason


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's share; ``effect`` in log-odds, above 0 speaks for the positive value."""

    feature: str
    text: str
    effect: float

    @property
    def raises(self) -> bool:
        """Whether it makes the positive value more likely."""
        return self.effect > 0


def reasons(
    model: Model, row: Numbers, most: int = 3, phrases: Mapping[str, Any] | None = None
) -> list[Reason]:
    """The strongest reasons for one row of the matrix, for and against, the strongest first."""
    return ranked(model.features, row, model.contributions(row[None, :])[0, :-1], most, phrases)


def ranked(
    features: Sequence[Feature],
    row: Numbers,
    effects: Numbers,
    most: int = 3,
    phrases: Mapping[str, Any] | None = None,
) -> list[Reason]:
    """The strongest of known contributions, in words."""
    known = read_phrases() if phrases is None else phrases
    order = sorted(range(len(features)), key=lambda i: (-abs(effects[i]), features[i].name))
    return [
        Reason(features[i].name, phrase(features[i], float(row[i]), known), round(float(effects[i]), 4))
        for i in order[:most]
        if abs(effects[i]) >= SLIGHT
    ]


def phrase(feature: Feature, value: float, phrases: Mapping[str, Any]) -> str:
    """The feature and its value as people say it; a feature without a phrase keeps its own name."""
    entry = phrases.get(feature.name, {})
    title = entry.get("title", feature.name)
    cell = shown(feature, value)
    if cell is None:
        return str(entry.get("missing", f"{title}未知"))
    said = entry.get("values", {}).get(_key(cell))
    if said is not None:
        return str(said)
    if isinstance(cell, str):
        return f"{title}为{cell}"
    return f"{title}{_FORMATS[entry.get('kind', 'number')](cell)}"


@cache
def read_phrases(path: Path = PHRASES) -> dict[str, Any]:
    """Feature → ``{title, kind?, values?, missing?}``."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def _key(cell: float | str) -> str:
    return cell if isinstance(cell, str) else f"{cell:g}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if not np.isclose(value, round(value)) else f"{value:.0f}"


_FORMATS = {
    "number": lambda value: f"为{_number(value)}",
    "money": lambda value: f"{value / 100:.2f}元",
    "data": lambda value: f"{_number(value / 1024)}GB",
    "minutes": lambda value: f"{value:.0f}分钟",
    "months": lambda value: f"{value:.0f}个月",
    "days": lambda value: f"{value:.0f}天",
    "years": lambda value: f"{value:.0f}岁",
    "times": lambda value: f"{_number(value)}次",
    "pieces": lambda value: f"{_number(value)}个",
    "percent": lambda value: f"{value * 100:.0f}%",
    "change": lambda value: f"{'升' if value >= 1 else '降'}{abs(value - 1) * 100:.0f}%",
}
