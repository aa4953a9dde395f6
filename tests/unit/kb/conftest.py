"""A small catalogue, its index with the packaged model, and a model that needs none."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from kb.catalogue.load import Catalogue, load_catalogue
from kb.embedding.encoder import Vectors, open_encoder
from kb.index.document import Document, passages
from kb.index.publish import publish_catalogue
from kb.index.score import Calibration

MINI = Path(__file__).parents[2] / "data" / "kb_mini"


class BigramEncoder:
    """Hashes pairs of characters into 64 dimensions; counts what it is asked to embed."""

    name = "bigrams"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def query(self, text: str) -> Vectors:
        vector = np.zeros(64, np.float32)
        for start in range(max(len(text) - 1, 1)):
            vector[crc32(text[start : start + 2].encode()) % 64] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-6)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self.query(text) for text in texts])


@pytest.fixture
def encoder() -> BigramEncoder:
    return BigramEncoder()


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    return Calibration("bigrams", (4.0, 0.0, 4.0, 2.0, 0.0, 0.0, 0.0, 0.0), -4.0, 0.5, "by hand, for tests")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the small catalogue that a test may spoil."""
    return Path(shutil.copytree(MINI, tmp_path / "kb_mini"))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(MINI)


@pytest.fixture(scope="session")
def mini_index(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """The index of the small catalogue, built with the packaged model."""
    folder = tmp_path_factory.mktemp("mini_index")
    publish_catalogue(catalogue, folder, open_encoder())
    return folder


@pytest.fixture
def make_document() -> Callable[..., Document]:
    def make(identifier: str, text: str = "流量包怎么办", **changes: object) -> Document:
        fields = {
            "id": identifier,
            "kind": "faq",
            "title": text,
            "text": text,
            "passages": passages(text, text),
        }
        return Document(**{**fields, **changes})  # type: ignore[arg-type]

    return make
