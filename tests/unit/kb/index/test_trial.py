from pathlib import Path

import numpy as np
import pytest

from kb.index.build import build_index
from kb.index.cases import Question
from kb.index.document import Document
from kb.index.judge import SIGNS
from kb.index.score import Calibration
from kb.index.snapshot import Snapshot
from kb.index.store import version_folder
from kb.index.trial import Trials, fit_judge, left_out, tried
from tests.unit.kb.conftest import BigramEncoder

WAYS = ("流量包怎么买", "怎么加流量", "流量不够了怎么办", "能多买点流量吗")
QUESTIONS = [Question("流量包在哪买", frozenset({"d"})), Question("流量包能送人吗", frozenset())]


def made(count: int) -> Trials:
    """Two thirds answerable; of the answerable ones, one in ten finds the wrong answer, and looks like it."""
    random = np.random.default_rng(3)
    numbers = np.arange(count, dtype=np.int32)
    answerable = numbers % 3 != 0
    right = answerable & (numbers % 10 != 1)
    signs = random.normal(0, 1, (count, len(SIGNS)))
    signs[:, SIGNS.index("gap")] += 3 * right
    return Trials(signs, numbers, answerable, right)


@pytest.fixture
def questions() -> list[Question]:
    return [Question(f"问题{number}", frozenset({"a"} if number % 3 else ())) for number in range(600)]


def test_a_question_is_tried_where_most_ways_to_ask_are_missing_and_is_no_decoy_of_its_own(
    calibration: Calibration, tmp_path: Path
) -> None:
    documents = [Document(id="d", kind="faq", title=WAYS[0], text="在APP里买", passages=WAYS)]
    encoder = BigramEncoder()
    version = build_index(documents, tmp_path, encoder, calibration=calibration)
    trials = tried(tmp_path, Snapshot(version_folder(tmp_path, version)), encoder, QUESTIONS)
    assert trials.answerable.tolist() == [True, False] * 3
    assert trials.right.tolist() == [True, False] * 3
    gap = trials.signs[:, SIGNS.index("gap")]
    assert gap[1] == pytest.approx(trials.signs[1, SIGNS.index("cosine")]), "there is no other decoy"
    assert gap[0] < trials.signs[0, SIGNS.index("cosine")]
    assert len(set(trials.signs[::2, SIGNS.index("support")].tolist())) > 1, "the thinned indexes are alike"


def test_the_judge_learns_what_tells_answers_and_keeps_the_questions_without_one(
    questions: list[Question],
) -> None:
    judge = fit_judge("bigrams", made(600), questions)
    assert max(zip(judge.weights, SIGNS, strict=True))[1] == "gap"
    assert judge.decoys == tuple(f"问题{number}" for number in range(0, 600, 3))


def test_no_more_than_three_in_a_hundred_get_a_wrong_answer(questions: list[Question]) -> None:
    trials = made(600)
    judge = fit_judge("bigrams", trials, questions)
    said = left_out(trials) >= judge.threshold
    wrong = said & ~trials.right
    share = 0.75 * wrong[trials.answerable].mean() + 0.25 * wrong[~trials.answerable].mean()
    assert share <= 0.033
    assert (said & trials.right)[trials.answerable].mean() > 0.6
