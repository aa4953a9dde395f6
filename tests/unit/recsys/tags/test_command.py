"""The commands around tags: faults are said with what to do, a change names who enters and leaves."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recsys.__main__ import main
from recsys.engine import Engine
from recsys.tags.definition import definitions


@pytest.fixture(autouse=True)
def on_these_customers(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.tags.command.open_engine", lambda settings, search: engine)


def changed(folder: Path, **fields: object) -> Path:
    """The definition of senior with other fields, as a file."""
    tag = definitions().by_key["senior"].tag.model_dump(mode="json") | fields
    path = folder / "change.yml"
    path.write_text(f"[{ {name: value for name, value in tag.items() if value is not None} }]", "utf-8")
    return path


def refused(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert main(["tags", *command]) == 2
    return capsys.readouterr().err


def test_a_customer_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "of", "nobody") == "there is no customer 'nobody': check the id\n"
    assert main(["tags", "of", "c000001"]) == 0


def test_a_folder_without_a_population_says_what_writes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "tags export" in refused(capsys, "compute", str(tmp_path), str(tmp_path / "tags.csv"))


def test_a_definition_names_its_faults_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "change.yml"
    path.write_text("[{key: senior, title: 老人, rule: true}]", "utf-8")
    said = refused(capsys, "preview", str(path))
    assert said.startswith("tags: change.yml, senior: meaning is missing; ") and said.count("\n") == 1
    assert "senior: a date is one of" in refused(
        capsys, "preview", str(changed(tmp_path, rule=["age", "born"]))
    )
    assert "No such file" in refused(capsys, "preview", str(tmp_path / "gone.yml"))


def test_a_change_tells_who_enters_is_stored_and_its_undoing_tells_who_leaves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    born, version = ["fact", "profile", "born"], definitions().by_key["senior"].tag.version + 1
    younger = str(changed(tmp_path, rule=[">=", ["age", born], 50], version=version))
    assert main(["tags", "preview", younger]) == 0
    assert "enter" in capsys.readouterr().out
    assert main(["tags", "apply", younger, "--by", "lili", "--reason", "试行"]) == 0
    assert f"senior is at version {version}" in capsys.readouterr().out
    assert main(["tags", "preview", str(changed(tmp_path))]) == 0
    assert "leave" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the engine
def test_tags_of_a_population_are_one_row_a_customer_and_a_list_is_one_cell(
    engine: Engine, tmp_path: Path
) -> None:
    population, out = str(tmp_path / "population"), tmp_path / "tags.csv"
    assert main(["tags", "export", population]) == 0
    assert main(["tags", "compute", population, str(out), "--at", "2026-11-01"]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["customer_id"]: row for row in csv.DictReader(file)}
    assert rows["c000001"]["senior"] == "true"
    assert not any("[" in cell for row in rows.values() for cell in row.values())


def test_files_that_lack_what_rules_look_at_are_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    population, out = tmp_path / "population", tmp_path / "tags.csv"
    assert main(["tags", "export", str(population)]) == 0
    file = population / "customers.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["profile_job"]), file)
    said = refused(capsys, "compute", str(population), str(out))
    assert "1 columns are missing that rules look at (profile_job)" in said and "tags export" in said
    file.write_bytes(b"")
    assert "is no Parquet file" in refused(capsys, "compute", str(population), str(out))
    assert not out.exists()
