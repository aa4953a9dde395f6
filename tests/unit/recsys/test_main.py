"""`python -m recsys`: every command is there, and none waits for what another one imports."""

import argparse
import subprocess
import sys
from importlib import import_module

import pytest

from recsys.__main__ import COMMANDS, main

HEAVY = "sys.modules.keys() & {'sqlalchemy', 'pydantic', 'numpy', 'pyarrow', 'sklearn', 'lightgbm', 'ibis'}"


def loaded(*words: str) -> str:
    """The heavy packages that a command has imported by the time it ends."""
    code = (
        "import sys\nfrom recsys.__main__ import main\n"
        f"try:\n    main({list(words)!r})\nexcept SystemExit:\n    pass\nprint('loaded', sorted({HEAVY}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_module_of_a_command_registers_it(name: str) -> None:
    subparsers = argparse.ArgumentParser().add_subparsers()
    import_module(COMMANDS[name].module).add_parser(subparsers)
    assert name in subparsers.choices


def test_the_help_names_every_command_and_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    for name, command in COMMANDS.items():
        assert f"{name} {command.help}" in said


def test_an_unknown_command_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["tagz"])
    assert "'tags'" in capsys.readouterr().err


def test_the_help_imports_nothing_heavy_and_tags_no_model() -> None:
    assert loaded("--help") == "loaded []"
    assert "sklearn" not in loaded("tags", "--help")
