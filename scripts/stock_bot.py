"""Rasa as it comes, to compare with: jieba, character n-grams, DIET, one fixed answer per intent.

It gets the same training data. Everything lives in one folder and is trained again when the data changed.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import yaml

from scripts.environments import RASA, ROOT
from scripts.processes import Part
from scripts.readiness import answers
from scripts.steps import run_step

CONFIG = """\
recipe: default.v1
language: zh
assistant_id: stock
pipeline:
  - name: JiebaTokenizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 1  # only its speed is compared, which does not depend on them
    entity_recognition: false
    constrain_similarities: true
    random_seed: 1
  - name: FallbackClassifier
    threshold: 0.3
policies:
  - name: RulePolicy
"""
QUIET: Mapping[str, str] = {
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}


def intents() -> list[str]:
    """The intents that the training data has."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "nlu_data").glob("*.yml"))]
    return sorted({item["intent"] for file in files for item in file.get("nlu", []) if "intent" in item})


def prepare_stock(folder: Path) -> None:
    """Write the project and train it unless that was done for the same data."""
    data = [path.read_bytes() for path in sorted((ROOT / "nlu_data").glob("*.yml"))]
    wanted = hashlib.sha256(b"\n".join([CONFIG.encode(), *data])).hexdigest()
    stamp = folder / "stamp"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    _write(folder)
    paths = (
        "--domain",
        "domain.yml",
        "--config",
        "config.yml",
        "--data",
        str(ROOT / "nlu_data"),
        "rules.yml",
    )
    command = (
        str(RASA.python),
        "-m",
        "rasa",
        "train",
        *paths,
        "--out",
        "models",
        "--fixed-model-name",
        "stock",
    )
    run_step("train the stock bot", command, QUIET, folder)
    stamp.write_text(wanted)


def stock_part(folder: Path, port: int) -> Part:
    """Its process: Rasa alone, its own REST channel, trackers in memory."""
    command = (str(RASA.python), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port))
    model = ("--model", str(folder / "models" / "stock.tar.gz"))
    url = stock_url(port)
    return Part(
        name="stock",
        command=(*command, *model, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        ready=lambda: answers(url, body={"sender": "ready", "message": "你好"}, seconds=20),
        advice="See its log.",
        timeout=180,
        environment=QUIET,
        folder=folder,
    )


def stock_url(port: int) -> str:
    """Where Rasa's REST channel takes messages."""
    return f"http://127.0.0.1:{port}/webhooks/rest/webhook"


async def stock_turn(client: aiohttp.ClientSession, url: str, sender: str, text: str) -> bool:
    """One message; whether anything was answered."""
    async with client.post(url, json={"sender": sender, "message": text}) as response:
        return response.status == 200 and bool(await response.json())


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = intents()
    responses = {f"utter_{name}": [{"text": f"这是对{name}的回答。"}] for name in [*names, "default"]}
    rules = [{"rule": name, "steps": [{"intent": name}, {"action": f"utter_{name}"}]} for name in names]
    unclear = {"rule": "unclear", "steps": [{"intent": "nlu_fallback"}, {"action": "utter_default"}]}
    files = {
        "domain.yml": {"version": "3.1", "intents": names, "responses": responses},
        "rules.yml": {"version": "3.1", "rules": [*rules, unclear]},
        "credentials.yml": {"rest": None},
        "endpoints.yml": {},
    }
    (folder / "config.yml").write_text(CONFIG)
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
