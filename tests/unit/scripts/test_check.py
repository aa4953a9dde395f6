import pytest

from scripts import check
from scripts.check import Check


def test_one_failing_check_fails_all_and_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fine, bad = Check("fine", ("/bin/true",)), Check("bad", ("/bin/sh", "-c", "echo 'line too long'; exit 1"))
    monkeypatch.setattr(check, "checks", lambda: (fine, bad))
    assert check.main() == 1
    said = capsys.readouterr().out
    assert "check fine: ok" in said
    assert "check bad: FAILED" in said
    assert "line too long" in said


def test_all_fine_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "checks", lambda: (Check("fine", ("/bin/true",)),))
    assert check.main() == 0


def test_no_check_is_skipped() -> None:
    names = {one.name for one in check.checks()}
    assert names == {"types", "types of the bot", "training data", "import rules", "format", "lint"}
