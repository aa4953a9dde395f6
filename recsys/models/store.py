"""Models on disk without pickle: LightGBM's text, JSON and plain NumPy arrays, one folder per version."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from recsys.models.calibration import Calibration
from recsys.models.drift import Profile
from recsys.models.features import Feature
from recsys.models.model import Model
from recsys.unusable import Unusable

FORMAT = 1
LATEST = "latest.json"


class ModelError(Unusable):
    """A model folder cannot be used; train again."""


def save(model: Model, folder: Path, now: datetime) -> str:
    """Write a version (named by its content) and make it the latest; returns the version.

    A reader sees the old version or the new one, never half of one.
    """
    files = _files(model)
    version = _version_of(files)
    (folder / version).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / version / name).write_bytes(content)
    history = [item for item in _history(folder) if item["version"] != version]
    history.append({"version": version, "trained_at": now.isoformat(timespec="seconds")})
    part = folder / (LATEST + ".part")
    part.write_text(json.dumps({"version": version, "history": history}, indent=1), "utf-8")
    os.replace(part, folder / LATEST)
    return version


def load(folder: Path, version: str | None = None) -> Model:
    """The latest model of a folder, or that version. Raises ModelError, also when its files were changed."""
    name = version or latest(folder)
    try:
        if _version_of({path.name: path.read_bytes() for path in (folder / name).iterdir()}) != name:
            raise ModelError(f"{folder / name}: was changed since it was trained; put it back or train again")
        data = json.loads((folder / name / "model.json").read_text("utf-8"))
        with np.load(folder / name / "numbers.npz", allow_pickle=False) as numbers:
            return _model(data, dict(numbers), folder / name)
    except ModelError:
        raise
    except (OSError, KeyError, ValueError, lgb.basic.LightGBMError) as error:
        raise ModelError(f"{folder / name}: not a model of this program ({error})") from error


def latest(folder: Path) -> str:
    """The version in use. Raises ModelError where nothing was trained."""
    history = _history(folder)
    if not history:
        raise ModelError(f"{folder}: there is no model; python -m recsys train makes one")
    return str(history[-1]["version"])


def _history(folder: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads((folder / LATEST).read_text("utf-8"))["history"]
        return found
    except FileNotFoundError:
        return []
    except (ValueError, KeyError) as error:
        raise ModelError(f"{folder / LATEST}: names no version; put it back or train again") from error


def _version_of(files: Mapping[str, bytes]) -> str:
    """A digest of names and contents."""
    content = b"".join(name.encode() + files[name] for name in sorted(files))
    return hashlib.sha256(content).hexdigest()[:12]


def _files(model: Model) -> dict[str, bytes]:
    data = {
        "format": FORMAT,
        "target": model.target,
        "positive": model.positive,
        "features": [asdict(feature) for feature in model.features],
        "forests": len(model.boosters),
        "calibration": model.calibration.kind,
        "profiles": [profile.name for profile in model.profiles],
        "facts": model.facts,
    }
    numbers = {"calibration_x": model.calibration.x, "calibration_y": model.calibration.y}
    for i, profile in enumerate(model.profiles):
        numbers |= {f"edges_{i}": profile.edges, f"shares_{i}": profile.shares}
    packed = BytesIO()
    np.savez(packed, **numbers)  # type: ignore[arg-type]
    files = {"model.json": json.dumps(data, ensure_ascii=False, indent=1).encode()}
    files["numbers.npz"] = packed.getvalue()
    for i, booster in enumerate(model.boosters):
        files[f"forest_{i}.txt"] = booster.model_to_string(num_iteration=booster.best_iteration).encode()
    return files


def _model(data: dict[str, Any], numbers: dict[str, Any], folder: Path) -> Model:
    if data["format"] != FORMAT:
        raise ModelError(f"{folder}: format {data['format']}, this program reads {FORMAT}; train again")
    return Model(
        target=data["target"],
        positive=data["positive"],
        features=tuple(
            Feature(row["name"], tuple(row["words"]), row["is_word"], tuple(row["parts"]))
            for row in data["features"]
        ),
        boosters=tuple(
            lgb.Booster(model_file=str(folder / f"forest_{i}.txt")) for i in range(data["forests"])
        ),
        calibration=Calibration(data["calibration"], numbers["calibration_x"], numbers["calibration_y"]),
        profiles=tuple(
            Profile(name, numbers[f"edges_{i}"], numbers[f"shares_{i}"])
            for i, name in enumerate(data["profiles"])
        ),
        facts=data["facts"],
    )
