from pathlib import Path

import numpy as np
import pytest

from kb.index.vectors import VectorIndex


@pytest.fixture
def index() -> VectorIndex:
    """Document 0 has the passages x and y, document 1 has z, document 2 something between."""
    vectors = np.eye(3, dtype=np.float32)
    between = np.array([[0.6, 0.0, 0.8]], dtype=np.float32)
    return VectorIndex.build(np.vstack([vectors, between]), np.array([0, 0, 1, 2], dtype=np.int32))


Y = np.array([0, 1, 0], dtype=np.float32)
Z = np.array([0, 0, 1], dtype=np.float32)


def test_a_document_is_as_near_as_its_best_passage(index: VectorIndex) -> None:
    best, _ = index.closeness(Y, [0, 2])
    assert best.tolist() == [1, 0]


def test_the_support_of_a_document_is_what_its_passages_say_together(index: VectorIndex) -> None:
    _, support = index.closeness(Z, [0, 1, 2])
    assert support == pytest.approx([0, 1, 0.8])
    _, both = index.closeness(Y, [0])
    assert both == pytest.approx([0.5])


def test_the_best_value_of_its_passages_counts_for_a_document(index: VectorIndex) -> None:
    assert index.best_of(np.array([1, 5, 2, 3], np.float32), [0, 1]).tolist() == [5, 2]


def test_no_document_asked_is_no_fault(index: VectorIndex) -> None:
    best, support = index.closeness(Y, [])
    assert len(best) == len(support) == 0


def test_the_documents_of_the_nearest_passages_are_found(index: VectorIndex) -> None:
    assert index.nearest(Z, None) == {0, 1, 2}


def test_documents_that_are_not_allowed_are_not_found(index: VectorIndex) -> None:
    assert index.nearest(Z, np.array([True, False, True])) == {0, 2}


def test_what_is_ordinary_is_measured_over_the_passages(index: VectorIndex) -> None:
    mean, deviation = index.ordinary(Z)
    assert mean == pytest.approx(0.45)
    assert deviation == pytest.approx(np.std([0, 0, 1, 0.8]))


def test_it_is_the_same_after_reading_it_back(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    assert VectorIndex.load(tmp_path).nearest(Z, None) == index.nearest(Z, None)
