"""Spark is installed only where a Java that it runs on is."""

import pytest

from scripts import spark


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_292"', 8),
        ("no such thing", None),
    ],
)
def test_javas_way_of_naming_versions_is_read(said: str, version: int | None) -> None:
    assert spark.major(said) == version


@pytest.mark.parametrize("version", [None, 11])
def test_without_a_new_java_nothing_is_installed_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], version: int | None
) -> None:
    monkeypatch.setattr(spark, "java_version", lambda: version)
    monkeypatch.setattr(spark.subprocess, "run", lambda *_, **__: pytest.fail("something was started"))
    assert spark.main() == 0
    assert "skipped" in capsys.readouterr().out
