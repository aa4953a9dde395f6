"""A whole knowledge base from a catalogue: the index, the bot's dictionary and its lookups."""

import json
from pathlib import Path

from kb.catalogue.catalogue import Catalogue
from kb.embedding.encoder import Encoder
from kb.index.build import build_index
from kb.index.from_catalogue import documents_of
from kb.index.judge import Judge
from kb.index.names_of import dictionary_of, listed_names
from kb.index.score import Calibration
from kb.index.store import replace

_FREQUENCY = 20_000  # high enough that jieba keeps a word whole
_DOMAIN_WORDS = Path(__file__).parent / "domain_words.txt"


def publish_catalogue(
    catalogue: Catalogue,
    out: Path,
    encoder: Encoder,
    calibration: Calibration | None = None,
    progress: bool = False,
    judge: Judge | None = None,
) -> str:
    """Builds the index and writes dictionary.txt (jieba) and names.json beside it; returns the version."""
    words = dictionary_of(catalogue, domain_words())
    version = build_index(documents_of(catalogue), out, encoder, words, calibration, progress, judge)
    replace(out / "dictionary.txt", "".join(f"{word} {_FREQUENCY} nz\n" for word in words))
    replace(out / "names.json", json.dumps(listed_names(catalogue), ensure_ascii=False, indent=1) + "\n")
    return version


def domain_words() -> list[str]:
    """Words of the trade that the general dictionary lacks or cuts."""
    return _DOMAIN_WORDS.read_text(encoding="utf-8").split()
