"""`train` measured on public tables as published work does: five seeds, a stratified fifth held out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from recsys.models.metrics import Scores
from recsys.models.table import Table, read_table
from recsys.models.train import Plan, scores_of, train

SEEDS = range(5)
NAMES = ("auc", "log_loss", "calibration_error", "lift")
AT_MOST = frozenset({"calibration_error", "log_loss"})


@dataclass(frozen=True)
class PublicSet:
    """A table, what is predicted, and the bars of the mean over all seeds."""

    name: str
    file: str
    target: str
    bars: Mapping[str, float]
    exclude: tuple[str, ...] = ()
    order: bool = False


@dataclass(frozen=True)
class Measured:
    """Mean scores by who made them (model, logistic, prior), their spread, and the time split beside them."""

    public: PublicSet
    mean: Mapping[str, Scores]
    spread: Scores
    in_time: Mapping[str, Scores]

    def missed(self) -> Iterator[str]:
        """The bars that were not reached, in words."""
        for name, bar in self.public.bars.items():
            found = getattr(self.mean["model"], name)
            if found > bar if name in AT_MOST else found < bar:
                yield f"{self.public.name}: {name} {found:.4f}, the bar {bar}"


def public_sets() -> Iterator[PublicSet]:
    """The content of public_sets.yml."""
    for row in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8")):
        yield PublicSet(**{**row, "exclude": tuple(row.get("exclude", ()))})


def measure(public: PublicSet, folder: Path, seeds: Sequence[int] = SEEDS) -> Measured:
    """Train once per seed, and once on the rows in order where they have one. Raises DataError."""
    table = read_table(folder / public.file)
    runs = [_scores(table, Plan(public.target, None, public.exclude, (), seed)) for seed in seeds]
    in_time = _scores(table, Plan(public.target, "row", public.exclude)) if public.order else {}
    return Measured(
        public,
        {who: _over([run[who] for run in runs], "mean") for who in runs[0]},
        _over([run["model"] for run in runs], "std"),
        in_time,
    )


def _scores(table: Table, plan: Plan) -> dict[str, Scores]:
    model = train(table, plan)
    return {who: scores_of(model, who) for who in model.facts["scores"]}


def _over(scores: Sequence[Scores], how: str) -> Scores:
    fold: Any = getattr(np, how)
    return Scores(**{name: float(fold([getattr(one, name) for one in scores])) for name in NAMES})
