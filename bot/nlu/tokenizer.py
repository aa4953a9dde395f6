"""Rasa component: jieba words with the dictionary that is generated from the catalogue."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any

import jieba
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

logger = logging.getLogger(__name__)
DICTIONARY = "var/kb/dictionary.txt"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DomainTokenizer(Tokenizer):
    """Words of a message with offsets into its text; config ``dictionary`` names the jieba dictionary."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Chinese only."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The dictionary is a file of ``word frequency tag`` lines."""
        return {
            "dictionary": DICTIONARY,
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the jieba of the dictionary."""
        super().__init__(config)
        self._jieba = segmenter(config["dictionary"])

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words with offsets into the original text."""
        words = self._jieba.tokenize(message.get(attribute))
        return self._apply_token_pattern([Token(word, start) for word, start, _end in words if word.strip()])


@cache
def segmenter(dictionary: str) -> jieba.Tokenizer:
    """A jieba of our own with the words of a file, so that no other user of jieba is changed."""
    found = jieba.Tokenizer()
    jieba.setLogLevel(logging.WARNING)
    if Path(dictionary).is_file():
        found.load_userdict(dictionary)
    else:
        found.initialize()
        logger.warning("No dictionary at %s: run `python -m kb build`; plain jieba until then.", dictionary)
    return found
