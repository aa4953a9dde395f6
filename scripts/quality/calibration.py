"""Whether a stated probability comes true: of the guesses said to be 70 % sure, 70 % should be right."""

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.quality.accuracy import Answer

BINS = 10
_SIDE, _EDGE = 320, 40


@dataclass(frozen=True)
class Bin:
    """Guesses of about the same probability: how many, the mean probability, the share that was right."""

    count: int
    stated: float
    right: float


def bins(answers: Sequence[Answer]) -> list[Bin]:
    """Ten bins of equal width without the empty ones; a guess counts even below the threshold."""
    sorted_in: dict[int, list[Answer]] = {}
    for answer in answers:
        sorted_in.setdefault(min(int(answer.certainty * BINS), BINS - 1), []).append(answer)
    return [_bin(sorted_in[place]) for place in sorted(sorted_in)]


def error(found: Sequence[Bin]) -> float:
    """Expected calibration error (Guo et al. 2017): the mean distance, each bin by its count."""
    total = sum(each.count for each in found)
    return sum(each.count * abs(each.stated - each.right) for each in found) / total if total else 0.0


def calibration_error(answers: Sequence[Answer]) -> float:
    """``error`` of the bins of the answers."""
    return error(bins(answers))


def plot(series: dict[str, list[Bin]]) -> str:
    """An SVG of the share right over the stated probability, a line per named series."""
    side = _SIDE + 2 * _EDGE
    colours = ("#1f6feb", "#d1242f", "#1a7f37", "#9a6700")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{side}" height="{side}" fill="#fff"/>',
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#57606a"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#8c959f" stroke-dasharray="4"/>',
        f'<text x="{_x(0.5)}" y="{side - 8}" text-anchor="middle">stated probability</text>',
        f'<text transform="translate(12 {_y(0.5)}) rotate(-90)" text-anchor="middle">share right</text>',
    ]
    for tick in (0.0, 0.5, 1.0):
        lines.append(f'<text x="{_x(tick)}" y="{_y(0) + 14}" text-anchor="middle">{tick:.1f}</text>')
        lines.append(f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:.1f}</text>')
    for (name, found), colour, row in zip(series.items(), colours, range(len(colours)), strict=False):
        points = " ".join(f"{_x(each.stated)},{_y(each.right)}" for each in found)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += [
            f'<circle cx="{_x(each.stated)}" cy="{_y(each.right)}" r="{2 + each.count**0.5 / 4:.1f}" '
            f'fill="{colour}"><title>{each.count}</title></circle>'
            for each in found
        ]
        lines.append(f'<text x="{_x(0.03)}" y="{_y(0.97) + 14 * row}" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _bin(answers: Sequence[Answer]) -> Bin:
    count = len(answers)
    right = sum(answer.guess == answer.wanted for answer in answers)
    return Bin(count, sum(answer.certainty for answer in answers) / count, right / count)


def _x(share: float) -> float:
    return round(_EDGE + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_EDGE + (1 - share) * _SIDE, 1)
