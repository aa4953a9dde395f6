"""Vectors that are known are not computed again."""

import numpy as np

from kb.embedding.memory import VectorMemory


def memory(size: int = 2) -> tuple[VectorMemory, list[str]]:
    computed: list[str] = []

    def compute(model: str, text: str) -> np.ndarray:
        computed.append(text)
        return np.array([len(model), len(text)], np.float32)

    return VectorMemory(compute, size), computed


def test_a_text_is_embedded_once() -> None:
    vectors, computed = memory()
    assert vectors.vector("m", "查话费").tolist() == vectors.vector("m", "查话费").tolist() == [1.0, 3.0]
    assert computed == ["查话费"]


def test_a_vector_that_was_handed_over_is_used() -> None:
    vectors, computed = memory()
    vectors.keep("m", "查话费", np.array([7.0], np.float32))
    assert vectors.vector("m", "查话费").tolist() == [7.0] and not computed


def test_another_model_has_its_own_vectors() -> None:
    vectors, _ = memory()
    vectors.keep("other", "查话费", np.array([7.0], np.float32))
    assert vectors.vector("m", "查话费").tolist() == [1.0, 3.0]


def test_the_oldest_is_forgotten() -> None:
    vectors, computed = memory(size=2)
    for text in ("一", "二", "三", "一"):
        vectors.vector("m", text)
    assert computed == ["一", "二", "三", "一"]
