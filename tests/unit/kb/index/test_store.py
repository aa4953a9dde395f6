from pathlib import Path

import pytest

from kb.index.store import NoIndexError, current, publish, version_folder


def test_the_published_version_is_the_current_one(tmp_path: Path) -> None:
    publish(tmp_path, "a", lambda folder: (folder / "x").touch())
    assert current(tmp_path) == "a"
    assert (version_folder(tmp_path, "a") / "x").exists()


def test_a_version_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    publish(tmp_path, "a", lambda folder: None)
    publish(tmp_path, "a", lambda folder: pytest.fail("written twice"))


def test_a_failed_write_leaves_the_old_version_and_no_rest(tmp_path: Path) -> None:
    publish(tmp_path, "a", lambda folder: None)

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(tmp_path, "b", fail)
    assert current(tmp_path) == "a"
    assert [path.name for path in (tmp_path / "versions").iterdir()] == ["a"]


def test_old_versions_go_but_the_last_ones_stay(tmp_path: Path) -> None:
    for version in "abcde":
        publish(tmp_path, version, lambda folder: None)
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == ["c", "d", "e"]


def test_a_folder_without_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="python -m kb build"):
        current(tmp_path)
