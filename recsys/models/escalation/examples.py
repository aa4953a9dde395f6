"""Messages with what came of them: written for this purpose, and ordinary questions as calm ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from recsys.service.escalation_model import LEVELS
from recsys.service.past import Past

FOLDER = Path(__file__).parent / "examples"
UNCALM = frozenset(
    {"complain", "dispute_bill", "report_fault", "ask_human", "give_feedback", "stop_marketing"}
)
EVERY = 4  # of the ordinary questions one in four is enough


@dataclass(frozen=True, slots=True)
class Example:
    """``level`` is one of LEVELS; ``written`` tells examples of ours from ordinary questions."""

    text: str
    past: Past
    level: str
    written: bool = True


def examples(folder: Path = FOLDER) -> Iterator[Example]:
    """One file per level; a line is a text, or a text with its history."""
    for level in LEVELS:
        for row in yaml.safe_load((folder / f"{level}.yml").read_text("utf-8")):
            if isinstance(row, str):
                yield Example(row, Past(), level)
            else:
                yield Example(row.pop("text"), Past(**row), level)


def calm_questions(folder: Path) -> Iterator[Example]:
    """Examples of intents in which nobody is upset, from Rasa's training files."""
    for path in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            if "intent" in item and item["intent"] not in UNCALM:
                lines = item["examples"].splitlines()[::EVERY]
                for line in lines:
                    yield Example(line.removeprefix("- "), Past(), "low", written=False)
