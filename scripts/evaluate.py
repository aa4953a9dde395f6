"""``make evaluate``: how well questions are understood that were never trained on.

Real questions come from ``HUAKE_QUESTIONS``, or from the shared data folder; without them only our own are
asked. Writes ``docs/quality/intents.md`` and prints its summary.
"""

import json
import os
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scripts.answer_quality import answer_quality
from scripts.answer_quality import report as answers_report
from scripts.credentials import load_credentials
from scripts.environments import ROOT
from scripts.parts import part_environment, rasa_part
from scripts.ports import free_ports
from scripts.processes import PartFailed, Supervisor
from scripts.quality.accuracy import FALLBACK, Answer, Question, quantile, sure
from scripts.quality.calibration import bins, plot
from scripts.quality.perturbation import OPERATORS
from scripts.quality.questions import perturbed, read_questions
from scripts.quality.report import Change, Measured, by_line, markdown, summary

REAL = ROOT.parent / "shared" / "data" / "questions_dev.tsv"
BLIND = ROOT / "tests" / "data" / "quality" / "questions_blind.tsv"
PAGE = ROOT / "docs" / "quality" / "intents.md"
PLOT = PAGE.with_name("calibration.svg")
ASKED_AT_ONCE = 2

Ask = Callable[[Sequence[Question]], list[Answer]]


def main() -> int:
    """Print how well answers are found, write the report on intents; 1 if a figure of it is below its bar."""
    if (index := ROOT / "var" / "kb").is_dir():
        print(answers_report(answer_quality(index)))
    real = Path(os.environ.get("HUAKE_QUESTIONS", REAL))
    try:
        sets, changes = with_rasa(lambda ask: measure(ask, real))
    except PartFailed as error:
        print(f"make evaluate: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(markdown(sets, changes, PLOT.name), encoding="utf-8")
    PLOT.write_text(plot({each.name: bins(each.answers) for each in sets}), encoding="utf-8")
    lines = summary(sets, changes)
    times = sorted(answer.seconds * 1000 for each in sets for answer in each.answers)
    print(
        *lines, f"one parse: p50 {quantile(times, 0.5):.0f} ms, p95 {quantile(times, 0.95):.0f} ms", sep="\n"
    )
    print(f"report: {PAGE.relative_to(ROOT)}")
    return int(any("MISSED" in line for line in lines))


def measure(ask: Ask, real: Path) -> tuple[list[Measured], list[Change]]:
    """Ask the real questions where there are any, our own ones, and those with every operator applied."""
    sets = []
    if real.is_file():
        sets.append(Measured("real questions", sure(ask(read_questions(real)))))
    else:
        print(f"no real questions at {real}: HUAKE_QUESTIONS names a file of them")
    blind = read_questions(BLIND)
    answers = ask(blind)
    before = by_line(answers)
    changes = []
    for name, operator in OPERATORS.items():
        after = ask(perturbed(blind, name, operator))
        changes.append(Change(name, after, [before[answer.question.line] for answer in after]))
    return [*sets, Measured("blind questions", answers)], changes


def with_rasa(
    work: Callable[[Ask], tuple[list[Measured], list[Change]]],
) -> tuple[list[Measured], list[Change]]:
    """Start Rasa alone on a free port for the time of the work."""
    ports, var = free_ports(), ROOT / "var" / "evaluate"
    credentials = load_credentials(var / "secrets.json")
    environment = part_environment(var, ports, credentials, "redis://127.0.0.1:1/0")  # parsing needs no Redis
    supervisor = Supervisor(var / "log")
    url = f"http://127.0.0.1:{ports.rasa}/webhooks/huake/parse"
    try:
        supervisor.start(rasa_part(environment, ports, credentials))
        supervisor.wait_ready("rasa")
        return work(lambda questions: ask_all(questions, url, credentials.inner_token))
    finally:
        supervisor.stop_all()


def ask_all(questions: Sequence[Question], url: str, token: str) -> list[Answer]:
    """The answers in the order of the questions."""
    with ThreadPoolExecutor(max_workers=ASKED_AT_ONCE) as pool:
        return list(pool.map(lambda question: _parse(question, url, token), questions))


def _parse(question: Question, url: str, token: str) -> Answer:
    started = time.perf_counter()
    request = urllib.request.Request(url, json.dumps({"text": question.text}).encode())
    request.add_header("Authorization", f"Bearer {token}")
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as response:
        said = json.load(response)
    guesses = [guess for guess in said["ranking"] if guess["name"] != FALLBACK]
    best: dict[str, Any] = guesses[0] if guesses else {"name": FALLBACK, "confidence": 0.0}
    seconds = time.perf_counter() - started
    return Answer(question, said["intent"], best["name"], best["confidence"], seconds)


if __name__ == "__main__":
    sys.exit(main())
