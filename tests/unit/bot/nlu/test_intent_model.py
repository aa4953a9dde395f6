"""The intent model on a small world of two kinds of wishes and noise."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.intent_model import IntentModel, load, save, train
from bot.nlu.regression import Floats

WISHES = {
    "ask_usage": ["还剩多少流量", "流量剩几个g", "查一下剩余流量", "流量用了多少", "看看流量", "还有流量吗"],
    "top_up": ["充50话费", "给我充值", "话费充一百", "怎么充话费", "充值20", "交话费"],
    "greet": ["你好", "在吗", "您好", "早上好", "有人吗", "哈喽"],
}


def vector(text: str) -> Floats:
    """A stand-in for the embedding: a fixed random direction per character, added up."""
    parts = [np.random.default_rng(ord(mark)).normal(size=16) for mark in text]
    total = np.sum(parts, axis=0).astype(np.float32)
    direction: Floats = total / np.float32(np.linalg.norm(total))
    return direction


@pytest.fixture(scope="module")
def model() -> IntentModel:
    pairs = [(text, label) for label, texts in WISHES.items() for text in texts]
    texts = [text for text, _label in pairs]
    return train(texts, np.array([vector(text) for text in texts]), [label for _text, label in pairs])


def best(model: IntentModel, text: str) -> str:
    return model.labels[int(np.argmax(model.probabilities(text, vector(text))))]


@pytest.mark.parametrize(
    ("text", "intent"), [("流量还剩几个g", "ask_usage"), ("充30话费", "top_up"), ("你好在吗", "greet")]
)
def test_unseen_wordings_get_the_intent_of_their_like(model: IntentModel, text: str, intent: str) -> None:
    assert best(model, text) == intent


def test_confidences_are_probabilities(model: IntentModel) -> None:
    shares = model.probabilities("流量", vector("流量"))
    assert shares.sum() == pytest.approx(1.0, abs=1e-5)
    assert shares.min() >= 0


def test_a_text_without_known_characters_still_gets_an_answer(model: IntentModel) -> None:
    shares = model.probabilities("🙂", vector("🙂"))
    assert shares.sum() == pytest.approx(1.0, abs=1e-5)


def test_what_is_saved_is_loaded_without_pickle(model: IntentModel, tmp_path: Path) -> None:
    save(model, tmp_path)
    again = load(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "model.npz"]
    for text in ("流量", "充话费", "你好"):
        np.testing.assert_allclose(
            again.probabilities(text, vector(text)), model.probabilities(text, vector(text)), rtol=1e-5
        )


def test_training_twice_gives_the_same_model(model: IntentModel) -> None:
    pairs = [(text, label) for label, texts in WISHES.items() for text in texts]
    texts = [text for text, _label in pairs]
    again = train(texts, np.array([vector(text) for text in texts]), [label for _text, label in pairs])
    np.testing.assert_array_equal(again.linear.weights, model.linear.weights)
    assert again.shares == model.shares


def test_both_parts_have_a_say(model: IntentModel) -> None:
    assert min(model.shares) > 0
