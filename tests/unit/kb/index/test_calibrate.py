import numpy as np
import pytest

from kb.index.calibrate import compare, fit
from kb.index.cases import Case, Question


def made(right: bool, answerable: bool, seed: int) -> Case:
    """Ten candidates, of which the first is the answer when there is one, and looks like it."""
    evidence = np.random.default_rng(seed).uniform(0, 0.5, (10, 5))
    evidence[0] += 0.5 * right
    flags = np.zeros(10, dtype=np.bool_)
    flags[0] = right
    return Case(Question("?", frozenset({"a"}) if answerable else frozenset()), evidence, flags)


@pytest.fixture(scope="module")
def measured() -> list[Case]:
    return [made(number % 3 != 0, number % 3 != 0, number) for number in range(90)]


def test_answers_are_told_from_the_rest(measured: list[Case]) -> None:
    calibration = fit("bigrams", measured, "made up")
    firsts = [(calibration.scores(case.evidence).max(), bool(case.question.answers)) for case in measured]
    assert np.mean([(score >= calibration.threshold) == answerable for score, answerable in firsts]) > 0.95


def test_the_score_of_a_first_hit_is_the_share_that_is_right() -> None:
    """Of first hits that look the same, two thirds are right; as many questions again have no answer."""
    cases_ = [made(number % 3 != 0, True, number) for number in range(300)]
    alike = [Case(case.question, np.full((1, 5), 0.4), case.right[:1]) for case in cases_]
    others = [made(False, False, seed) for seed in range(300, 600)]
    weak = [Case(case.question, case.evidence * 0.5, case.right) for case in others]
    mixed = [*alike, *weak]
    calibration = fit("bigrams", mixed, "made up")
    assert calibration.scores(np.full((1, 5), 0.4))[0] == pytest.approx(2 / 3, abs=0.1)


def test_the_ways_to_rank_are_compared_on_the_same_questions(measured: list[Case]) -> None:
    table = compare("bigrams", measured, 0.5)
    assert list(table) == ["cosine", "bm25", "reciprocal rank", "fitted"]
    assert table["cosine"].first == table["bm25"].in_five == 1
    assert table["fitted"].decided is not None
    assert table["fitted"].decided > 0.9
