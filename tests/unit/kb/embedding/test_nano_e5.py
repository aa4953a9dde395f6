import numpy as np
import pytest

from kb.embedding.encoder import PackagedEncoder

QUESTION = "流量超了怎么收钱"


@pytest.fixture(scope="module")
def encoder() -> PackagedEncoder:
    return PackagedEncoder()


def test_vectors_are_float32_of_384_dimensions_and_length_one(encoder: PackagedEncoder) -> None:
    vectors = encoder.passages(["加油流量包", "彩铃怎么取消"])
    assert vectors.shape == (2, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert encoder.query(QUESTION).shape == (384,)


def test_the_direct_way_gives_the_vector_of_sentence_transformers(encoder: PackagedEncoder) -> None:
    through = encoder._sentence_transformer.encode_query(QUESTION)
    assert np.array_equal(encoder.query(QUESTION), through)


def test_a_question_and_a_passage_get_different_prefixes(encoder: PackagedEncoder) -> None:
    assert not np.array_equal(encoder.query(QUESTION), encoder.passages([QUESTION])[0])


def test_a_text_has_the_same_vector_in_every_batch(encoder: PackagedEncoder) -> None:
    texts = ["彩铃", "国际漫游包怎么办理,去日本三天", "宽带"]
    together = encoder.passages(texts)
    alone = np.stack([encoder.passages([text])[0] for text in texts])
    assert np.array_equal(together, alone)


def test_a_likely_answer_is_nearer_than_another(encoder: PackagedEncoder) -> None:
    near, far = encoder.passages(["套餐外流量多少钱1个G", "手机丢了怎么补卡"]) @ encoder.query(QUESTION)
    assert near > far
