"""How likely a customer is to want each kind of product: by the models in use, of the new by segment."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml

from recsys.models.calibration import Calibration
from recsys.models.customers.features import Row
from recsys.models.customers.scoring import foreseers
from recsys.models.features import Feature
from recsys.models.flat_forest import FlatForests, flatten
from recsys.models.store import LATEST
from recsys.models.table import Numbers
from recsys.ranking.context import ELDER, YOUNG
from recsys.ranking.table import PPM

EVERYBODY = "everybody"
OURS = "propensity_"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Chances by kind in ppm, of buying within 30 days unasked; ``source`` names models or segment."""

    chances: Mapping[str, int]
    source: str


@dataclass(frozen=True)
class Propensities:
    """The purchase models in use, flattened; ``features`` per model."""

    kinds: tuple[str, ...]
    features: tuple[tuple[Feature, ...], ...]
    calibrations: tuple[Calibration, ...]
    forests: tuple[FlatForests, ...]  # one per set of features
    groups: tuple[tuple[int, ...], ...]  # which models each of them holds
    version: str

    def chances(self, known: Row) -> dict[str, int]:
        """By kind, calibrated, in ppm."""
        found: dict[str, int] = {}
        for flat, group in zip(self.forests, self.groups, strict=True):
            logits = flat.logits(row_of(known, self.features[group[0]]))
            for place, model in enumerate(group):
                chance = self.calibrations[model](logits[place : place + 1])[0]
                found[self.kinds[model]] = round(float(chance) * PPM)
        return found


def foreseen(known: Row, models: Propensities | None) -> Foreseen:
    """By the models where months of use are known; else the rates of the customer's segment.

    ``known`` is empty for somebody who does not want personalisation.
    """
    new = not known or np.isnan(float(known["total"]))
    if models is not None and not new:
        return Foreseen(priors()[EVERYBODY] | models.chances(known), f"models {models.version}")
    name = segment(known)
    return Foreseen(priors()[name], f"segment {name}")


def segment(known: Row) -> str:
    """young, middle, elder, or everybody where the age is unknown."""
    age = float(known.get("age", np.nan))
    if np.isnan(age):
        return EVERYBODY
    return "young" if age < YOUNG else "elder" if age >= ELDER else "middle"


def propensities(folder: Path) -> Propensities | None:
    """The models of a folder that are in use now; none where none was trained. Raises ModelError."""
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    found = ((name, _written(f"{folder}/{name}/{LATEST}")) for name in names if name.startswith(OURS))
    latest = tuple((name, moment) for name, moment in found if moment is not None)
    return _load(folder, latest) if latest else None


def _written(path: str) -> int | None:
    """When the file was written last, in ns; none where there is none."""
    try:
        return os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return None


def row_of(known: Row, features: Sequence[Feature]) -> Numbers:
    """The features of one customer as models read them: what ``recsys.models.features.matrix`` gives."""
    return np.array(
        [
            sum(_code(known[name], feature) for name in feature.parts or (feature.name,))
            for feature in features
        ]
    )


def _code(value: float | str, feature: Feature) -> float:
    if not isinstance(value, str):
        return value
    if not value:
        return float("nan")
    return float(feature.words.index(value) if value in feature.words else len(feature.words) - 1)


@lru_cache(maxsize=2)
def _load(folder: Path, _latest: tuple[tuple[str, int], ...]) -> Propensities:
    known = [one for one in foreseers(folder) if one.aim.kind]
    sets = list(dict.fromkeys(one.model.features for one in known))
    groups = [tuple(n for n, one in enumerate(known) if one.model.features == each) for each in sets]
    texts = [[booster.model_to_string() for booster in one.model.boosters] for one in known]
    return Propensities(
        kinds=tuple(one.aim.kind for one in known),
        features=tuple(one.model.features for one in known),
        calibrations=tuple(one.model.calibration for one in known),
        forests=tuple(flatten([texts[n] for n in group]) for group in groups),
        groups=tuple(groups),
        version="+".join(one.version[:6] for one in known),
    )


@cache
def priors() -> Mapping[str, dict[str, int]]:
    """The content of priors.yml: segment → kind → ppm."""
    loaded: Mapping[str, dict[str, int]] = yaml.safe_load(
        Path(__file__).with_name("priors.yml").read_text("utf-8")
    )
    return loaded
