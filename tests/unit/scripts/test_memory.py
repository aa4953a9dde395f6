"""Memory that grows is told from memory that does not."""

import os
from pathlib import Path

import pytest

from scripts.memory import GROWS, growth, resident_mb


def test_what_is_allocated_while_warming_up_is_no_growth() -> None:
    assert growth([40, 60, 100, 100, 101, 99, 100, 100, 100, 100]) == 1


def test_a_steady_leak_is_growth() -> None:
    assert growth([100 + 3 * number for number in range(20)]) > GROWS


def test_too_few_samples_prove_nothing() -> None:
    with pytest.raises(ValueError, match="4 samples"):
        growth([1, 1, 1, 1])


def test_only_the_processes_of_the_group_count(tmp_path: Path) -> None:
    for number, group in ((1, 10), (2, 10), (3, 11)):
        fields = ["S", "1", str(group), *["0"] * 18, "256"]
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "stat").write_text(f"{number} (a (b) c) {' '.join(fields)}")
    assert resident_mb(10, tmp_path) == 2 * 256 * os.sysconf("SC_PAGE_SIZE") / 2**20
