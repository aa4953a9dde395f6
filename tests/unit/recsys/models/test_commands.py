"""The commands around a model: train, score, drift; what they print and when they refuse."""

import csv
from pathlib import Path

import numpy as np
import pytest

from recsys.__main__ import main
from recsys.models.table import Table
from tests.unit.recsys.models.subscribers import subscribers, write_csv


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    data = write_csv(subscribers(), folder / "data.csv")
    assert main(["train", "--data", str(data), "--target", "left", "--out", str(folder / "model")]) == 0
    return folder


def test_train_prints_every_score_and_what_it_left_out(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["train", "--data", str(trained / "data.csv"), "--target", "left", "--exclude", "over"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for words in ("AUC", "log loss", "calibration error", "lift", "logistic regression", "240 held out"):
        assert words in said
    assert "over (named with --exclude)" in said and "id (nearly every row" in said


def test_score_writes_a_probability_and_reasons_for_every_row(tmp_path: Path, trained: Path) -> None:
    out = tmp_path / "scores.csv"
    command = ["score", "--model", str(trained / "model"), "--data", str(trained / "data.csv")]
    assert main([*command, "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1200 and all(0 < float(row["score"]) < 1 for row in rows)
    assert sum(bool(row["reasons"]) for row in rows) > 1150


def test_drift_is_quiet_for_the_same_customers_and_speaks_up_for_others(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = write_csv(subscribers(seed=2), tmp_path / "same.csv")
    table = subscribers(seed=2)
    columns = dict(table.columns) | {"months": np.minimum(table.columns["months"].astype(float), 12)}
    other = write_csv(Table(columns), tmp_path / "other.csv")
    assert main(["drift", "--model", str(trained / "model"), "--data", str(same)]) == 0
    assert main(["drift", "--model", str(trained / "model"), "--data", str(other)]) == 1
    assert "train again: months" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--target", "gone"], "no column 'gone'"),
        (["--target", "country"], "every row has 'CN'"),
        (["--target", "contract"], "a target needs exactly two"),
        (["--target", "left", "--time", "gone"], "no column 'gone'"),
        (["--target", "left", "--exclude", "gone"], "no column 'gone'"),
        (["--target", "left", "--exclude", "months,contract,over"], "no column is left"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_words(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    out = tmp_path / "model"
    assert main(["train", "--data", str(trained / "data.csv"), "--out", str(out), *options]) == 2
    assert says in capsys.readouterr().err and not out.exists()


def test_a_folder_without_a_model_scores_nothing(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", "--model", str(tmp_path), "--data", str(trained / "data.csv")]) == 2
    assert "there is no model" in capsys.readouterr().err


def test_few_rows_tell_no_change_from_luck(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (trained / "data.csv").read_text("utf-8").splitlines(keepends=True)
    few = tmp_path / "few.csv"
    few.write_text("".join(lines[:30]), "utf-8")
    assert main(["drift", "--model", str(trained / "model"), "--data", str(few)]) == 2
    assert "29 rows cannot tell" in capsys.readouterr().err


def test_scores_of_a_small_table_are_called_what_they_are(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (trained / "data.csv").read_text("utf-8").splitlines(keepends=True)
    few = tmp_path / "few.csv"
    few.write_text("".join(lines[:200]), "utf-8")
    assert main(["train", "--data", str(few), "--target", "left", "--out", str(tmp_path / "model")]) == 0
    assert "may be luck" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["scores.xlsx", "nowhere/scores.csv"])
def test_where_nothing_can_be_written_is_told_before_the_work(
    tmp_path: Path, trained: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    command = ["score", "--model", str(trained / "model"), "--data", str(trained / "data.csv")]
    with pytest.raises(SystemExit) as ended:
        main([*command, "--out", str(tmp_path / name)])
    assert ended.value.code == 2 and name in capsys.readouterr().err
