from pathlib import Path

import pytest

from scripts import training
from scripts.processes import PartFailed
from scripts.training import ensure_model, fingerprint

LOCK = "requirements/rasa.txt"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with an index, as training sees it; training itself only notes that it ran."""
    for name in ("bot/domain/bill.yml", "bot/nlu/tokenizer.py", "nlu_data/bill.yml", "config.yml", LOCK):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n")
    index = tmp_path / "var" / "kb"
    index.mkdir(parents=True)
    for name in training.NAMES:
        (index / name).write_text("[]")
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "RASA", training.RASA._replace(lock=tmp_path / LOCK))
    monkeypatch.setattr(training, "MODEL", tmp_path / "models" / "huake.tar.gz")
    monkeypatch.setattr(training, "STAMP", tmp_path / "models" / "huake.sha256")
    return tmp_path


def trainer(code: int, output: Path) -> tuple[str, ...]:
    script = f"echo \"Starting to train component 'bot.nlu.E5'.\"; echo x > {output}; exit {code}"
    return ("/bin/sh", "-c", script)


@pytest.mark.parametrize(
    "changed", ["bot/domain/bill.yml", "bot/nlu/tokenizer.py", "nlu_data/bill.yml", "config.yml", LOCK]
)
def test_a_change_of_data_code_or_versions_changes_the_fingerprint(project: Path, changed: str) -> None:
    before = fingerprint(project, project / "var" / "kb")
    (project / changed).write_text("other\n")
    assert fingerprint(project, project / "var" / "kb") != before


def test_new_names_in_the_catalogue_change_it(project: Path) -> None:
    before = fingerprint(project, project / "var" / "kb")
    (project / "var" / "kb" / "names.json").write_text('[{"id": "p1"}]')
    assert fingerprint(project, project / "var" / "kb") != before


def test_compiled_files_do_not(project: Path) -> None:
    before = fingerprint(project, project / "var" / "kb")
    (project / "bot" / "__pycache__").mkdir()
    (project / "bot" / "__pycache__" / "x.pyc").write_text("")
    assert fingerprint(project, project / "var" / "kb") == before


def test_it_trains_once_and_then_only_after_a_change(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    training.MODEL.parent.mkdir()
    monkeypatch.setattr(training, "train_command", lambda: trainer(0, training.MODEL))
    index, logs = project / "var" / "kb", project / "log"
    assert ensure_model(index, logs)
    assert "Starting to train E5" in capsys.readouterr().out
    assert not ensure_model(index, logs)
    (project / "config.yml").write_text("other\n")
    assert ensure_model(index, logs)


def test_a_failed_training_is_tried_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training.MODEL.parent.mkdir()
    monkeypatch.setattr(training, "train_command", lambda: trainer(1, training.MODEL))
    for _ in range(2):
        with pytest.raises(PartFailed, match="training failed"):
            ensure_model(project / "var" / "kb", project / "log")
