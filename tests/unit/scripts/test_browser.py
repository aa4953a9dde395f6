import pytest

from scripts import browser


def test_nothing_is_installed_when_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "missing", list)
    monkeypatch.setattr(browser, "_apt", lambda *_: pytest.fail("apt-get was called"))
    assert browser.main() == 0


def test_without_the_right_to_install_it_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "missing", lambda: ["chromium", "fonts-noto-cjk"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert browser.main() == 1
    assert "sudo apt-get install -y chromium fonts-noto-cjk" in capsys.readouterr().err


def test_what_is_not_on_the_machine_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        browser, "PACKAGES", {"here": ("echo", "yes"), "silent": ("true",), "gone": ("no-such-one",)}
    )
    assert browser.missing() == ["silent", "gone"]
