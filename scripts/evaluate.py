"""``make evaluate``: how well real questions are understood. They are never trained on.

Reads tab-separated ``text, intent, conf, source`` from ``HUAKE_QUESTIONS``, or from the shared data folder.
"""

import csv
import json
import os
import sys
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.accuracy import BARS, Answer, report, scores
from scripts.answer_quality import answer_quality
from scripts.answer_quality import report as answers_report
from scripts.credentials import load_credentials
from scripts.environments import ROOT
from scripts.parts import part_environment, rasa_part
from scripts.ports import free_ports
from scripts.processes import PartFailed, Supervisor

QUESTIONS = ROOT.parent / "shared" / "data" / "questions_dev.tsv"
ASKED_AT_ONCE = 2


def main() -> int:
    """Print the scores; 1 if one is below its bar, 0 also where there are no questions to ask."""
    if (index := ROOT / "var" / "kb").is_dir():
        print(answers_report(answer_quality(index)))
    path = Path(os.environ.get("HUAKE_QUESTIONS", QUESTIONS))
    if not path.is_file():
        print(f"make evaluate: skipped, no questions at {path}: set HUAKE_QUESTIONS to a file of them")
        return 0
    try:
        answers = ask_all(path)
    except PartFailed as error:
        print(f"make evaluate: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(report(answers))
    return int(any(scores(answers)[name] < bar for name, bar in BARS.items()))


def ask_all(path: Path) -> list[Answer]:
    """Start Rasa alone on a free port and let it parse every question."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    ports, var = free_ports(), ROOT / "var" / "evaluate"
    credentials = load_credentials(var / "secrets.json")
    environment = part_environment(var, ports, credentials, "redis://127.0.0.1:1/0")  # parsing needs no Redis
    supervisor = Supervisor(var / "log")
    try:
        supervisor.start(rasa_part(environment, ports, credentials))
        supervisor.wait_ready("rasa")
        url = f"http://127.0.0.1:{ports.rasa}/webhooks/huake/parse"
        return _parse_all(rows, url, credentials.inner_token)
    finally:
        supervisor.stop_all()


def _parse_all(rows: Sequence[dict[str, str]], url: str, token: str) -> list[Answer]:
    def parse(row: dict[str, str]) -> Answer:
        started = time.perf_counter()
        request = urllib.request.Request(url, json.dumps({"text": row["text"]}).encode())
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as response:
            found = json.load(response)["intent"]
        return Answer(row["text"], row["intent"], int(row["conf"]), found, time.perf_counter() - started)

    answers: list[Answer] = []
    with ThreadPoolExecutor(max_workers=ASKED_AT_ONCE) as pool:
        for answer in pool.map(parse, rows):
            answers.append(answer)
            if len(answers) % 500 == 0:
                print(f"{len(answers)} of {len(rows)} questions", flush=True)
    return answers


if __name__ == "__main__":
    sys.exit(main())
