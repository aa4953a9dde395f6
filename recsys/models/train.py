"""Train and measure: hold rows out, choose columns, grow forests, calibrate, score beside baselines."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from recsys.models.baselines import logistic, prior
from recsys.models.calibration import fit_calibration
from recsys.models.drift import profiles_of
from recsys.models.features import choose_features, matrix
from recsys.models.forest import grow
from recsys.models.metrics import Scores, score
from recsys.models.model import Model, mean_logits
from recsys.models.split import folds, moments, random_split, time_split
from recsys.models.table import DataError, Rows, Table
from recsys.models.target import Target, read_target


@dataclass(frozen=True)
class Plan:
    """What is asked for; with ``time`` (a column, or ``row``) the last fifth is held out."""

    target: str
    time: str | None = None
    exclude: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    seed: int = 0


def train(table: Table, plan: Plan) -> Model:
    """The model, trained on four fifths and measured on the last; the same seed, the same model.

    What is measured is what is returned: nothing is refitted afterwards. Raises DataError.
    """
    target = read_target(table, plan.target)
    known, held = split(table, target, plan)
    columns = table.without([target.name, plan.time or target.name])
    labels = target.labels[known]
    features, left_out = choose_features(columns.at(known), labels, plan.exclude, plan.keep)
    x, unseen = matrix(columns.at(known), features), matrix(columns.at(held), features)
    fold = folds(labels, plan.seed, in_order=plan.time is not None)
    forest = grow(x, labels, features, fold, plan.seed)
    calibration = fit_calibration(forest.unseen, labels, fold)
    chance = calibration(mean_logits(forest.boosters, unseen))
    measured = {
        "model": score(target.labels[held], chance),
        "logistic": score(target.labels[held], logistic(x, labels, unseen, features)),
        "prior": score(target.labels[held], prior(labels, len(held))),
    }
    return Model(
        target=target.name,
        positive=target.positive,
        features=features,
        boosters=forest.boosters,
        calibration=calibration,
        profiles=profiles_of(x, features, calibration(forest.unseen)),
        facts={
            "seed": plan.seed,
            "split": "time" if plan.time else "random",
            "rows": {"trained": len(known), "held_out": len(held)},
            "rate": {"trained": float(labels.mean()), "held_out": float(target.labels[held].mean())},
            "shape": dict(forest.shape),
            "trees": [booster.best_iteration for booster in forest.boosters],
            "calibration": calibration.kind,
            "scores": {name: asdict(found) for name, found in measured.items()},
            "left_out": [asdict(item) for item in left_out],
        },
    )


def scores_of(model: Model, name: str = "model") -> Scores:
    """What was measured on the held-out rows, of the model or a baseline."""
    return Scores(**model.facts["scores"][name])


def split(table: Table, target: Target, plan: Plan) -> tuple[Rows, Rows]:
    """(train, held out) rows by the plan; both values must be on both sides."""
    if plan.time is None:
        return random_split(target.labels, plan.seed)
    known, held = time_split(moments(table, plan.time))
    _check_sides(target, {"first": known, "last": held})
    return known, held


def _check_sides(target: Target, sides: dict[str, Rows]) -> None:
    for side, rows in sides.items():
        rate = target.labels[rows].mean()
        if rate in (0.0, 1.0):
            raise DataError(f"the {side} part in time has only one value in {target.name!r}")


def excluded(names: Collection[str]) -> tuple[str, ...]:
    """Names as typed, commas and repeated options alike."""
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())
