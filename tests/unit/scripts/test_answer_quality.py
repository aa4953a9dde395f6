"""How answers are scored."""

from pathlib import Path

import pytest

from scripts.answer_quality import QUESTIONS, Asked, answer_quality, report, scores
from tests.unit.kb.conftest import calibration, catalogue, mini_index  # noqa: F401


def asked(right: str, found: str, score: float, answered: bool) -> Asked:
    return Asked("?", frozenset(right.split()), tuple(found.split()), score, answered)


MADE = [
    asked("a", "a b", 0.9, True),
    asked("b c", "a c", 0.6, True),
    asked("d", "a b", 0.3, False),
    asked("", "a", 0.4, False),
    asked("", "b", 0.8, True),
]


def test_recall_counts_any_right_answer_at_its_place() -> None:
    found = scores(MADE)
    assert found["recall@1"] == pytest.approx(1 / 3)
    assert found["recall@5"] == pytest.approx(2 / 3)


def test_a_wrong_first_answer_and_an_answer_to_nothing_are_both_wrong_answers_said() -> None:
    found = scores(MADE)
    assert found["wrong answers said"] == pytest.approx(2 / 5)
    assert found["answered rightly"] == pytest.approx(1 / 3)
    assert found["refused rightly"] == pytest.approx(1 / 2)


def test_the_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert scores(MADE)["answerable AUC"] == pytest.approx(3 / 6)


def test_the_report_names_every_bar() -> None:
    assert "| recall@1 | 0.333 |" in report(MADE) and "| 0.85 |" in report(MADE)


def test_a_file_of_questions_is_asked(mini_index: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "questions.tsv"
    path.write_text("text\tid\talso\n流量超了怎么收钱\tfaq_overage\t\n今天天气\t\t\n", encoding="utf-8")
    first, second = answer_quality(mini_index, path)
    assert first.right == {"faq_overage"} and first.rank >= 1 and not second.right


def test_no_measured_question_is_a_way_to_ask() -> None:
    taught = "".join(
        path.read_text("utf-8") for path in (Path(__file__).parents[3] / "kb" / "data").glob("*/faq.yml")
    )
    rows = QUESTIONS.read_text("utf-8").splitlines()[1:]
    assert len(rows) >= 300
    assert [row for row in rows if len(text := row.split("\t")[0]) > 12 and f" {text}," in taught] == []
