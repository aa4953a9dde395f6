"""What is prepared before anything starts."""

from pathlib import Path

import pytest

from scripts import prepare


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that would have run, without the interpreter."""
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(prepare, "run_step", lambda title, command, environment: called.append(command[3:]))
    return called


def test_a_demo_learns_from_a_simulated_past_and_sets_tags_once(
    tmp_path: Path, steps: list[tuple[str, ...]]
) -> None:
    environment = {"HUAKE_VAR": str(tmp_path), "HUAKE_DEMO": "1"}
    prepare.fill_database(environment)
    assert [step[:2] for step in steps] == [
        ("migrate",),
        ("population", "--if-empty"),
        ("foresee", "train"),
        ("foresee", "apply"),
    ]
    (tmp_path / "models" / "channel_preference").mkdir(parents=True)
    prepare.fill_database(environment)
    assert [step[0] for step in steps[4:]] == ["migrate", "population"]


def test_real_customers_are_not_foreseen_from_a_simulated_past(
    tmp_path: Path, steps: list[tuple[str, ...]]
) -> None:
    prepare.fill_database({"HUAKE_VAR": str(tmp_path)})
    assert [step[0] for step in steps] == ["migrate"]


def test_a_small_population_for_tests_needs_no_models(tmp_path: Path, steps: list[tuple[str, ...]]) -> None:
    prepare.fill_database({"HUAKE_VAR": str(tmp_path), "HUAKE_DEMO": "1"}, population=40)
    assert [step[0] for step in steps] == ["migrate", "population"]
