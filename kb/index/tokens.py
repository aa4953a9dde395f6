"""Terms of a Chinese text: jieba's words with the dictionary of the catalogue, and characters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import jieba

_HERE = Path(__file__).parent
_RUN = re.compile(r"[a-z]+[0-9]*|[0-9]+(?:\.[0-9]+)?|[\u3400-\u9fff]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
MAX_LENGTH = 500


def normalised(text: str) -> str:
    """NFKC, no invisible characters, single spaces, at most 500 characters."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split())[:MAX_LENGTH]


class Tokenizer:
    """Cuts texts into words, long words also into the words inside them."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        base = _base()
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = dict(base.FREQ), base.total
        self._jieba.initialized = True
        for word in words:
            self._jieba.add_word(word)

    def words(self, text: str) -> list[str]:
        """Lower-case words without punctuation and stop words, in order, with repetitions."""
        found: list[str] = []
        for run in _runs(text):
            found += [run] if run[0].isascii() else self._jieba.lcut_for_search(run)
        return [word for word in found if word not in _stop_words()]

    def terms(self, text: str) -> list[str]:
        """The words, and the single characters and pairs of neighbours in Chinese runs.

        The latter match what people say in other words: 缴费 and 交费, 没信号 and 信号没了.
        """
        runs = [run for run in _runs(text) if not run[0].isascii()]
        pairs = [run[start : start + 2] for run in runs for start in range(len(run) - 1)]
        return [*self.words(text), *(char for run in runs for char in run), *pairs]


def _runs(text: str) -> list[str]:
    """Figures, Latin words and Chinese runs, in lower case."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).lower())


@cache
def _base() -> jieba.Tokenizer:
    """jieba's own dictionary, read once; its cache in the temporary folder is not used."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return tokenizer


@cache
def _stop_words() -> frozenset[str]:
    return frozenset((_HERE / "stop_words.txt").read_text(encoding="utf-8").split())
