"""The page says what was measured, and shows no text of what was asked."""

import pytest

from scripts.quality.accuracy import Answer, Question
from scripts.quality.report import Change, Measured, loss, markdown, summary


def answer(line: int, wanted: str, found: str, text: str = "我的话费") -> Answer:
    return Answer(Question(line, text, wanted), found, found, 0.9, 0.02)


RIGHT = [answer(2, "ask_bill", "ask_bill"), answer(3, "out_of_scope", "out_of_scope", "天气")]
WRONG = [answer(2, "ask_bill", "dispute_bill"), RIGHT[1]]


def page() -> str:
    return markdown([Measured("asked", WRONG)], [Change("noise", WRONG, RIGHT)], "plot.svg")


def test_the_summary_says_which_bars_are_missed() -> None:
    lines = summary([Measured("asked", WRONG)], [])
    assert lines[0] == "asked            accuracy                     50.0%   bar ≥ 88% MISSED"
    assert lines[2].endswith("100.0%   bar ≥ 88% reached")
    assert lines[3].endswith("0.0%   bar ≤ 5% reached")


def test_a_perturbation_costs_what_was_right_before() -> None:
    changes = [Change("noise", WRONG, RIGHT), Change("quiet", RIGHT, RIGHT)]
    assert changes[0].loss == 0.5
    assert loss(changes) == pytest.approx(0.25)
    assert summary([], changes)[0].endswith("25.0%   bar ≤ 5% MISSED")


def test_the_page_has_a_row_for_every_score_confusion_and_error() -> None:
    said = page()
    assert "| accuracy | ≥ 88% | 50.0% |" in said
    assert "| noise | 2 | 100.0% | 50.0% | 50.0 |" in said
    assert "| ask_bill | 1 | 0% | 0% | 0.00 |" in said
    assert "| 1 | ask_bill | dispute_bill |" in said
    assert "](plot.svg)" in said


def test_questions_are_named_by_their_line() -> None:
    said = page()
    assert "话费" not in said
    assert "| 2 | ask_bill | dispute_bill | 0.90 |" in said
