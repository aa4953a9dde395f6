"""Training vectors are computed once and kept without pickle."""

from pathlib import Path

import numpy as np

from bot.nlu.embedding_cache import Vectors, embed_cached, load


class Embedder:
    """Gives [length, 1] for a text and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_rows_follow_the_texts_and_repeats_are_embedded_once(tmp_path: Path) -> None:
    embed = Embedder()
    rows = embed_cached(["流量", "话费充值", "流量"], embed, tmp_path / "cache.npz", batch=1)
    assert rows[:, 0].tolist() == [2, 4, 2]
    assert sorted(embed.asked) == ["流量", "话费充值"]


def test_only_new_texts_are_embedded_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "var" / "cache.npz"
    embed_cached(["流量", "话费"], Embedder(), path)
    embed = Embedder()
    rows = embed_cached(["话费", "转人工吧"], embed, path)
    assert embed.asked == ["转人工吧"]
    assert rows[:, 0].tolist() == [2, 4]
    assert len(load(path)) == 3


def test_no_other_file_is_left_beside_the_cache(tmp_path: Path) -> None:
    embed_cached(["流量"], Embedder(), tmp_path / "cache.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["cache.npz"]
