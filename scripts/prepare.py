"""Knowledge index, tables and demo customers in ``HUAKE_VAR``; each does nothing when it is there already.

``python -m scripts.prepare`` does it alone, as the containers need it.
"""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.environments import ROOT
from scripts.processes import PartFailed
from scripts.steps import huake, run_step

SIMULATED = "2000"  # people to learn from
LAST_MODEL = "channel_preference"  # written when all others are


def build_index(environment: Mapping[str, str]) -> Path:
    """The folder of the index, built for the catalogue as it is now. Raises PartFailed."""
    index = Path(environment["HUAKE_VAR"]) / "kb"
    built = ROOT / "var" / "kb"
    if built.is_dir() and not index.exists():  # only what differs is embedded again
        shutil.copytree(built, index, symlinks=True)
    run_step("build the knowledge index", huake("kb", "build", "--out", str(index)), environment)
    return index


def fill_database(environment: Mapping[str, str], population: int | None = None) -> None:
    """Tables, and ``population`` demo customers (else the usual number) in a demo. Raises PartFailed."""
    run_step("migrate the database", huake("recsys", "migrate"), environment)
    if is_demo(environment):
        size = () if population is None else ("--customers", str(population))
        run_step("fill the demo population", huake("recsys", "population", "--if-empty", *size), environment)
        if population is None:
            _foresee(environment)


def _foresee(environment: Mapping[str, str]) -> None:
    """Models of churn and purchases, and the tags that they set; a demo has no past to learn from."""
    if (Path(environment["HUAKE_VAR"]) / "models" / LAST_MODEL).is_dir():
        return
    train = huake("recsys", "foresee", "train", "--simulated", SIMULATED)
    run_step("learn from a simulated past", train, environment)
    run_step("foresee churn and purchases", huake("recsys", "foresee", "apply"), environment)


def is_demo(environment: Mapping[str, str]) -> bool:
    """Whether there are demo customers and logins."""
    return environment.get("HUAKE_DEMO", "").lower() in ("1", "true", "yes", "on")


def main() -> int:
    """0 when all is there."""
    try:
        environment = {"HUAKE_VAR": str(ROOT / "var"), **os.environ}
        build_index(environment)
        fill_database(environment)
    except PartFailed as error:
        print(f"prepare: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
