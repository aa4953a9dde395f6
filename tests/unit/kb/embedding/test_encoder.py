import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from kb.embedding.encoder import PackagedEncoder, SentenceEncoder, open_encoder


@pytest.fixture
def saved_model(tmp_path: Path) -> str:
    """A model of sentence-transformers on disk: one vector per character of 彩铃流量."""
    tokenizer = Tokenizer(WordLevel({"彩": 0, "铃": 1, "流": 2, "量": 3, "?": 4}, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    weights = 2 * np.eye(5, 8, dtype=np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(str(tmp_path))
    return str(tmp_path)


def test_the_packaged_model_is_the_default() -> None:
    assert isinstance(open_encoder(), PackagedEncoder)


def test_any_other_model_is_opened_by_its_path(saved_model: str) -> None:
    encoder = open_encoder(saved_model)
    assert isinstance(encoder, SentenceEncoder)
    assert encoder.name == saved_model
    near, far = encoder.passages(["铃彩", "流量"]) @ encoder.query("彩铃")
    assert (near, far) == (pytest.approx(1), pytest.approx(0))


def test_a_question_to_the_packaged_model_needs_no_torch() -> None:
    code = (
        "import sys; from kb.embedding.encoder import open_encoder\n"
        "open_encoder().query('流量'); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
