from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.embedding.cache import embed
from tests.unit.kb.conftest import BigramEncoder


def test_only_new_texts_are_embedded(tmp_path: Path, encoder: BigramEncoder) -> None:
    cache = tmp_path / "vectors.sqlite"
    embed(encoder, ["一", "二"], cache)
    embed(encoder, ["二", "三", "一"], cache)
    assert sorted(encoder.embedded) == sorted(["一", "二", "三"])


def test_another_model_does_not_get_this_ones_vectors(tmp_path: Path, encoder: BigramEncoder) -> None:
    cache = tmp_path / "vectors.sqlite"
    embed(encoder, ["一"], cache)
    encoder.name = "other"
    embed(encoder, ["一"], cache)
    assert encoder.embedded == ["一", "一"]


def test_what_was_embedded_before_an_interruption_is_kept(tmp_path: Path, encoder: BigramEncoder) -> None:
    cache = tmp_path / "vectors.sqlite"
    texts = [f"第{number}条" for number in range(40)]

    class Interrupted(BigramEncoder):
        def passages(self, texts: object) -> object:  # type: ignore[override]
            if self.embedded:
                raise KeyboardInterrupt
            return super().passages(texts)  # type: ignore[arg-type]

    try:
        embed(Interrupted(), texts, cache)
    except KeyboardInterrupt:
        embed(encoder, texts, cache)
    assert len(encoder.embedded) == 8


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=50))
def test_vectors_come_in_the_order_of_the_texts(tmp_path_factory: object, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("cache")  # type: ignore[attr-defined]
    encoder = BigramEncoder()
    expected = np.stack([encoder.query(text) for text in texts])
    assert np.array_equal(embed(encoder, texts, folder / "v.sqlite"), expected)
    assert np.array_equal(embed(encoder, texts, folder / "v.sqlite"), expected)
