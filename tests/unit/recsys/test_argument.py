"""Silly numbers are refused in a sentence, before any work."""

import pytest

from recsys.__main__ import main


@pytest.mark.parametrize("size", ["0", "-1", "abc", "1.5"])
@pytest.mark.parametrize(
    "command", [["population", "--size"], ["evaluate", "--people"], ["collaborative", "--data", "x", "--k"]]
)
def test_a_size_is_a_whole_number_of_one_or_more(
    capsys: pytest.CaptureFixture[str], command: list[str], size: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, size])
    assert ended.value.code == 2
    assert f"'{size}' must be a whole number of 1 or more" in capsys.readouterr().err
