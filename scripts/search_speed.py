"""How long a search of the knowledge base takes at 10,000 documents, the question's embedding included."""

import json
import random
import time
from pathlib import Path

import yaml

from kb.search import Searcher
from scripts.accuracy import quantile
from scripts.environments import ROOT
from scripts.steps import huake, run_step

DOCUMENTS = 10_000
SEARCHES = 500


def measure_search(folder: Path, questions: list[str]) -> tuple[float, ...]:
    """Build the index if need be; the ordered times in ms."""
    documents = folder / "documents.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    documents.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made_documents()))
    build = huake("kb", "build", "--docs", str(documents), "--out", str(folder / "index"))
    run_step(f"build an index of {DOCUMENTS} documents", build, {})
    searcher = Searcher(folder / "index")
    times = []
    for number in range(SEARCHES):
        question = questions[number % len(questions)]
        started = time.perf_counter()
        searcher.search(question, 10)
        times.append((time.perf_counter() - started) * 1000)
    return tuple(sorted(times[SEARCHES // 10 :]))


def made_documents() -> list[dict[str, object]]:
    """10,000 different documents, every one two real answers of ours put together; always the same."""
    files = sorted((ROOT / "kb" / "data").glob("*/faq*.yml"))
    items = [item for path in files for item in yaml.safe_load(path.read_text("utf-8"))["items"]]
    chance = random.Random(1)
    return [_document(number, *chance.sample(items, 2)) for number in range(DOCUMENTS)]


def _document(number: int, one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    title = f"{one['title']}·{number}"
    return {
        "id": f"d{number:05}",
        "kind": "faq",
        "title": title,
        "text": _start(one) + _start(other),
        "meta": {},
    }


def _start(item: dict[str, object]) -> str:
    return str(item.get("answer") or item["text"])[:40]


def p99(times: tuple[float, ...]) -> float:
    """In ms."""
    return quantile(times, 0.99)
