"""Codes in the code and sentences in the file belong together."""

import re
from pathlib import Path

import yaml

import recsys

ROOT = Path(recsys.__file__).parent
CALL = re.compile(r'\b(?:reason|sentence)\(\s*"([a-z_]+)"')


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    source = "\n".join(path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py")))
    sentences = yaml.safe_load((ROOT / "offer" / "wording.yml").read_text("utf-8"))
    assert set(CALL.findall(source)) - sentences.keys() == set()
    assert {code for code in sentences if f'"{code}"' not in source} == set()
