"""What was measured, as Markdown for people and as a few lines for a terminal."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scripts.quality import accuracy
from scripts.quality.accuracy import Answer, share_right, tallies
from scripts.quality.calibration import bins, calibration_error

WORST = 25
PAIRS = 25


@dataclass(frozen=True)
class Measure:
    """One figure, its bar, and whether more of it is better."""

    name: str
    of: Callable[[Sequence[Answer]], float]
    bar: float
    more: bool = True

    def reached(self, value: float) -> bool:
        """Whether a value passes the bar."""
        return value >= self.bar if self.more else value <= self.bar


@dataclass(frozen=True)
class Measured:
    """The answers to one set of questions; the report names them by line, so that nobody learns from them."""

    name: str
    answers: Sequence[Answer]


@dataclass(frozen=True)
class Change:
    """The answers to questions that one operator changed, and to the same questions as they were."""

    name: str
    answers: Sequence[Answer]
    before: Sequence[Answer]

    @property
    def loss(self) -> float:
        """How much of the accuracy the change costs."""
        return share_right(self.before) - share_right(self.answers)


MEASURES = (
    Measure("accuracy", share_right, 0.88),
    Measure("macro-F1", accuracy.macro_f1, 0.80),
    Measure("out_of_scope recognised", accuracy.out_of_scope, 0.88),
    Measure("in scope lost to fallback", accuracy.false_fallback, 0.05, more=False),
    Measure("calibration error", calibration_error, 0.05, more=False),
)
LOSS = Measure("loss by perturbation", lambda answers: 0.0, 0.05, more=False)


def loss(changes: Sequence[Change]) -> float:
    """Accuracy lost over all operators, each question counting as often as it was changed."""
    before = [answer for change in changes for answer in change.before]
    after = [answer for change in changes for answer in change.answers]
    return share_right(before) - share_right(after)


def summary(sets: Sequence[Measured], changes: Sequence[Change]) -> list[str]:
    """A line per set and measure, with the bar and a verdict."""
    lines = [_line(each.name, measure, measure.of(each.answers)) for each in sets for measure in MEASURES]
    return [*lines, _line("perturbed", LOSS, loss(changes))] if changes else lines


def markdown(sets: Sequence[Measured], changes: Sequence[Change], plot: str) -> str:
    """The whole page; ``plot`` is the name of the picture beside it."""
    parts = [
        "# How well questions are understood",
        "Written by `make evaluate`; what the figures mean: [nlu.md](../nlu.md#measuring).",
        _scores(sets),
        "## Changed questions",
        _changes(changes),
        "## Calibration",
        f"![share right over stated probability]({plot})",
        *(_calibration(each) for each in sets),
        "## Intents",
        *(_intents(each) for each in sets),
        "## Confusions",
        *(_confusions(each) for each in sets),
        "## Worst errors",
        "Wrong answers that were given with the most confidence.",
        *(_worst(each) for each in sets),
    ]
    return "\n\n".join(parts) + "\n"


def _line(name: str, measure: Measure, value: float) -> str:
    verdict = "reached" if measure.reached(value) else "MISSED"
    sign = "≥" if measure.more else "≤"
    return f"{name:<16} {measure.name:<26} {value:7.1%}   bar {sign} {measure.bar:.0%} {verdict}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _scores(sets: Sequence[Measured]) -> str:
    rows: list[list[object]] = [["questions", "", *(len(each.answers) for each in sets)]]
    for measure in MEASURES:
        sign = "≥" if measure.more else "≤"
        values = [measure.of(each.answers) for each in sets]
        rows.append([measure.name, f"{sign} {measure.bar:.0%}", *(f"{value:.1%}" for value in values)])
    return _table(["measure", "bar", *(each.name for each in sets)], rows)


def _changes(changes: Sequence[Change]) -> str:
    rows: list[list[object]] = [
        [
            change.name,
            len(change.answers),
            f"{share_right(change.before):.1%}",
            f"{share_right(change.answers):.1%}",
            f"{change.loss * 100:.1f}",
        ]
        for change in changes
    ]
    total = sum(len(change.answers) for change in changes)
    rows.append(["**all**", total, "", "", f"**{loss(changes) * 100:.1f}**"])
    return _table(["operator", "questions", "as they were", "changed", "points lost"], rows)


def _calibration(measured: Measured) -> str:
    rows = [[each.count, f"{each.stated:.1%}", f"{each.right:.1%}"] for each in bins(measured.answers)]
    return f"**{measured.name}**\n\n" + _table(["guesses", "stated", "right"], rows)


def _intents(measured: Measured) -> str:
    rows = [
        [each.intent, each.asked, f"{each.recall:.0%}", f"{each.precision:.0%}", f"{each.f1:.2f}"]
        for each in tallies(measured.answers)
    ]
    return f"**{measured.name}**\n\n" + _table(["intent", "asked", "recall", "precision", "F1"], rows)


def _confusions(measured: Measured) -> str:
    wrong = Counter((answer.wanted, answer.found) for answer in measured.answers if not answer.right)
    rows = [[count, wanted, found] for (wanted, found), count in wrong.most_common(PAIRS)]
    return f"**{measured.name}**\n\n" + _table(["times", "wanted", "found"], rows)


def _worst(measured: Measured) -> str:
    wrong = sorted((a for a in measured.answers if not a.right), key=lambda answer: -answer.certainty)
    rows = [
        [answer.question.line, answer.wanted, answer.found, f"{answer.certainty:.2f}"]
        for answer in wrong[:WORST]
    ]
    return f"**{measured.name}**\n\n" + _table(["line", "wanted", "found", "probability"], rows)


def by_line(answers: Sequence[Answer]) -> Mapping[int, Answer]:
    """The answers by the line of their question."""
    return {answer.question.line: answer for answer in answers}
