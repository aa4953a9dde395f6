from pathlib import Path

from scripts.quality.accuracy import Question
from scripts.quality.questions import perturbed, read_questions


def test_a_label_without_a_confidence_is_a_sure_one(tmp_path: Path) -> None:
    path = tmp_path / "questions.tsv"
    path.write_text('text\tintent\n话费"多少\task_bill\n', encoding="utf-8")
    assert read_questions(path) == [Question(2, '话费"多少', "ask_bill", 3)]


def test_the_labellers_confidence_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "questions.tsv"
    path.write_text("text\tintent\tconf\n话费\task_bill\t1\n", encoding="utf-8")
    assert read_questions(path)[0].labelled == 1


def test_questions_that_an_operator_leaves_as_they_are_are_not_asked_again() -> None:
    asked = [Question(2, "abc", "ask_bill"), Question(3, "话费", "ask_bill")]
    changed = perturbed(asked, "upper", lambda text, random: text.upper())
    assert changed == [Question(2, "ABC", "ask_bill")]
