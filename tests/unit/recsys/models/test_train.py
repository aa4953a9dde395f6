"""A whole training: what it finds, what it keeps, what it explains."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from recsys.models.features import matrix
from recsys.models.model import Model
from recsys.models.reasons import reasons
from recsys.models.store import ModelError, load, save
from recsys.models.table import DataError
from recsys.models.train import Plan, scores_of, train
from tests.unit.recsys.models.subscribers import subscribers

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TABLE = subscribers()


@pytest.fixture(scope="module")
def model() -> Model:
    return train(TABLE, Plan("left"))


def test_it_beats_everybodys_rate_and_is_honest(model: Model) -> None:
    found, prior = scores_of(model), scores_of(model, "prior")
    assert found.auc > 0.75 and prior.auc == 0.5
    assert found.log_loss < prior.log_loss and found.lift > 1.5


def test_the_same_seed_gives_the_same_version_and_another_table_another(model: Model, tmp_path: Path) -> None:
    first = save(model, tmp_path, NOW)
    assert save(train(TABLE, Plan("left")), tmp_path, NOW) == first
    assert save(train(TABLE, Plan("left", seed=1)), tmp_path, NOW) != first


def test_what_was_saved_predicts_to_the_last_bit_and_holds_no_pickle(model: Model, tmp_path: Path) -> None:
    version = save(model, tmp_path, NOW)
    again = load(tmp_path)
    assert (again.chance(TABLE) == model.chance(TABLE)).all()
    assert {path.suffix for path in (tmp_path / version).iterdir()} == {".json", ".npz", ".txt"}


def test_an_older_version_can_still_be_asked(model: Model, tmp_path: Path) -> None:
    old = save(model, tmp_path, NOW)
    save(train(TABLE, Plan("left", seed=1)), tmp_path, NOW)
    assert load(tmp_path, old).facts["seed"] == 0 and load(tmp_path).facts["seed"] == 1


@pytest.mark.parametrize("name", ["forest_0.txt", "model.json", "numbers.npz"])
def test_a_model_that_was_changed_is_not_used(model: Model, tmp_path: Path, name: str) -> None:
    path = tmp_path / save(model, tmp_path, NOW) / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="was changed since it was trained"):
        load(tmp_path)


def test_a_list_of_versions_that_is_broken_is_named(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path, NOW)
    (tmp_path / "latest.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="names no version"):
        load(tmp_path)


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no model"):
        load(tmp_path)


def test_the_contributions_of_a_row_add_up_to_its_log_odds(model: Model) -> None:
    x = matrix(TABLE, model.features)[:50]
    assert model.contributions(x).sum(axis=1) == pytest.approx(model.logits(x), abs=1e-9)


def test_the_reasons_name_what_really_drives_the_row(model: Model) -> None:
    phrases = {"months": {"title": "在网", "kind": "months"}, "contract": {"values": {"monthly": "按月签约"}}}
    x = matrix(TABLE, model.features)
    row = int(np.argmax(model.logits(x)))
    said = [reason for reason in reasons(model, x[row], 3, phrases) if reason.raises]
    assert "按月签约" in [reason.text for reason in said]
    assert any(reason.text == f"在网{x[row, 0]:.0f}个月" for reason in said)


def test_by_time_the_last_fifth_is_held_out(model: Model) -> None:
    by_time = train(TABLE, Plan("left", time="row"))
    assert by_time.facts["split"] == "time" and by_time.facts["rows"]["held_out"] == 240


def test_a_held_out_part_with_one_value_only_is_refused() -> None:
    order = np.argsort(TABLE.columns["left"].astype(str), kind="stable")
    with pytest.raises(DataError, match="the last part in time has only one value"):
        train(TABLE.at(order), Plan("left", time="row"))
