import sys
from pathlib import Path

from scripts.interpreters import find_interpreter

OURS = f"{sys.version_info[0]}.{sys.version_info[1]}"


def program(path: Path, says: str, code: int = 0) -> Path:
    """An executable that prints ``says`` and ends with ``code``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_a_python_on_the_path_is_found(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3.10", "3.10 /opt/py/bin/python3.10")
    assert find_interpreter("3.10", {"PATH": str(tmp_path / "bin")}) == Path("/opt/py/bin/python3.10")


def test_a_plain_python3_of_the_right_version_is_found(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3", "3.10 /opt/py/bin/python3")
    env = {"PATH": str(tmp_path / "bin")}
    assert find_interpreter("3.10", env) == Path("/opt/py/bin/python3")
    assert find_interpreter("3.11", env) is None


def test_a_broken_shim_is_passed_over_for_the_newest_build_of_pyenv(tmp_path: Path) -> None:
    program(tmp_path / "shims" / "python3.11", "pyenv: python3.11: command not found", code=127)
    for patch in ("3.11.9", "3.11.14", "3.11-dev"):
        program(tmp_path / "pyenv" / "versions" / patch / "bin" / "python", f"3.11 /pyenv/{patch}")
    env = {"PATH": str(tmp_path / "shims"), "PYENV_ROOT": str(tmp_path / "pyenv")}
    assert find_interpreter("3.11", env) == Path("/pyenv/3.11.14")


def test_uv_is_asked_last(tmp_path: Path) -> None:
    python = program(tmp_path / "uv-managed" / "python", "3.10 /uv/python3.10")
    program(tmp_path / "bin" / "uv", str(python))
    assert find_interpreter("3.10", {"PATH": str(tmp_path / "bin")}) == Path("/uv/python3.10")


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert find_interpreter("3.10", {"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


def test_the_running_python_passes_the_real_probe(tmp_path: Path) -> None:
    (tmp_path / "python3").symlink_to(sys.executable)
    found = find_interpreter(OURS, {"PATH": str(tmp_path)})
    assert found is not None
    assert found.exists()
