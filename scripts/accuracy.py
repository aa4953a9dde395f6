"""Scores of intent recognition on labelled questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
BARS = {"accuracy": 0.72, "out_of_scope": 0.75}
SURE = 2  # labels that two people would agree on


@dataclass(frozen=True)
class Answer:
    """A question, its label with the labeller's confidence (1-3), what we found and how long it took."""

    text: str
    wanted: str
    confidence: int
    found: str
    seconds: float

    @property
    def heard(self) -> str:
        """Not understanding counts as recognising what is out of scope."""
        return OUT_OF_SCOPE if self.found == FALLBACK else self.found

    @property
    def right(self) -> bool:
        """Whether it is what was wanted."""
        return self.heard == self.wanted


def scores(answers: Sequence[Answer]) -> dict[str, float]:
    """``accuracy`` over the sure labels and the share of ``out_of_scope`` among them that was recognised."""
    sure = [answer for answer in answers if answer.confidence >= SURE]
    outside = [answer for answer in sure if answer.wanted == OUT_OF_SCOPE]
    return {"accuracy": share_right(sure), "out_of_scope": share_right(outside)}


def macro_f1(answers: Sequence[Answer]) -> float:
    """F1 of each intent that was asked for, every intent counting the same."""
    intents = {answer.wanted for answer in answers}
    total = 0.0
    for intent in intents:
        hits = sum(answer.wanted == intent and answer.right for answer in answers)
        asked = sum(answer.wanted == intent for answer in answers)
        named = sum(answer.heard == intent for answer in answers)
        total += 2 * hits / (asked + named)
    return total / len(intents) if intents else 0.0


def false_fallback(answers: Sequence[Answer]) -> float:
    """The share of questions in scope that were not understood at all."""
    inside = [answer for answer in answers if answer.wanted != OUT_OF_SCOPE]
    return sum(answer.found == FALLBACK for answer in inside) / len(inside) if inside else 0.0


def share_right(answers: Sequence[Answer]) -> float:
    """0 for none."""
    return sum(answer.right for answer in answers) / len(answers) if answers else 0.0


def report(answers: Sequence[Answer]) -> str:
    """The scores against their bars, every intent, the commonest confusions, the time of a parse."""
    sure = [answer for answer in answers if answer.confidence >= SURE]
    lines = [f"{len(sure)} questions with a sure label (of {len(answers)})"]
    for name, value in scores(answers).items():
        verdict = "reached" if value >= BARS[name] else "MISSED"
        lines.append(f"{name:<24} {value:7.1%}   bar {BARS[name]:.0%} {verdict}")
    lines.append(f"{'macro F1':<24} {macro_f1(sure):7.1%}")
    lines.append(f"{'lost to fallback':<24} {false_fallback(sure):7.1%}   of what is in scope")
    lines += ["", f"{'intent':<24} {'asked':>6} {'found':>7} {'right when named':>17}"]
    lines += [_row(intent, sure) for intent in sorted({answer.wanted for answer in sure})]
    wrong = Counter((answer.wanted, answer.found) for answer in sure if not answer.right)
    lines += ["", "commonest confusions (wanted → found)"]
    lines += [f"{count:6} {wanted} → {found}" for (wanted, found), count in wrong.most_common(20)]
    times = sorted(answer.seconds * 1000 for answer in answers)
    lines += ["", f"one parse: p50 {quantile(times, 0.5):.0f} ms, p95 {quantile(times, 0.95):.0f} ms"]
    return "\n".join(lines)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that ``share`` of an ordered series do not exceed; 0 for an empty one."""
    if not ordered:
        return 0.0
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def _row(intent: str, answers: Sequence[Answer]) -> str:
    asked = [answer for answer in answers if answer.wanted == intent]
    named = [answer for answer in answers if answer.found == intent]
    return f"{intent:<24} {len(asked):6} {share_right(asked):7.1%} {share_right(named):17.1%}"
