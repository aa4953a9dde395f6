from pathlib import Path

import pytest

from scripts import environments
from scripts.environments import HUAKE, RASA, ensure
from scripts.installation import STAMP, Environment, EnvironmentFailed, fingerprint, is_fresh


@pytest.fixture
def made(tmp_path: Path) -> Environment:
    """An environment that looks finished: its python runs, its stamp fits its lock."""
    lock = tmp_path / "lock.txt"
    lock.write_text("one==1.0\n")
    environment = Environment("3.11", tmp_path / "venv", lock)
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to("/bin/true")
    (environment.folder / STAMP).write_text(fingerprint(environment))
    return environment


def test_a_finished_environment_is_left_alone(
    made: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure((made,), tmp_path / "log")
    assert capsys.readouterr().out == ""


def test_a_changed_lock_makes_it_stale(made: Environment) -> None:
    made.lock.write_text("one==1.1\n")
    assert not is_fresh(made)


def test_an_interpreter_that_went_away_makes_it_stale(made: Environment) -> None:
    made.python.unlink()
    assert not is_fresh(made)


def test_a_missing_interpreter_is_one_line_that_says_what_to_do(
    made: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.lock.write_text("changed==2\n")
    monkeypatch.setattr(environments, "find_interpreter", lambda version: None)
    monkeypatch.setattr(environments, "HUAKE", made)
    monkeypatch.setattr(environments, "RASA", made)
    assert environments.main() == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "Python 3.11" in said[0]
    assert "pyenv install 3.11" in said[0]


def test_a_failing_pip_names_its_error_and_leaves_no_stamp(made: Environment, tmp_path: Path) -> None:
    made.python.unlink()
    made.python.write_text(
        '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "ERROR: No matching distribution"\nexit 1\n'
    )
    made.python.chmod(0o755)
    made.lock.write_text("nowhere==9\n")
    with pytest.raises(EnvironmentFailed, match="No matching distribution"):
        ensure((made,), tmp_path / "log")
    assert not (made.folder / STAMP).exists()


@pytest.mark.parametrize("environment", [HUAKE, RASA], ids=lambda e: e.version)
def test_locks_hold_exact_versions_and_nothing_local(environment: Environment) -> None:
    lines = [line for line in environment.lock.read_text().splitlines() if not line.startswith("#")]
    assert len(lines) > 50
    for line in lines:
        assert line.count("==") == 1, line
        assert not set("@+/ ") & set(line), line


def test_pytorch_is_the_agreed_one() -> None:
    assert "torch==2.13.0" in HUAKE.lock.read_text().splitlines()
    assert "rasa==3.6.21" in RASA.lock.read_text().splitlines()
