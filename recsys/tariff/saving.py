"""What another tariff would have saved: today's bills − the candidate's, month by month."""

from collections.abc import Sequence

from recsys.offer.decision import Saving

WINDOW = 6  # months that a saving looks back


def saving(today: Sequence[int], candidate: Sequence[int]) -> Saving:
    """Totals in fen of the same months, oldest first; only the last six count.

    Raises ValueError when there is no month or the months do not match.
    """
    if not today or len(today) != len(candidate):
        raise ValueError(f"{len(today)} bills of today against {len(candidate)} of the candidate")
    gains = [now - then for now, then in zip(today, candidate, strict=True)][-WINDOW:]
    mean = mean_half_up(sum(gains), len(gains))
    worse = sum(gain < 0 for gain in gains)
    low, high = min(gains), max(gains)
    return Saving(mean, low, high, len(gains), worse, _text(mean, low, high, len(gains), worse))


def mean_half_up(total: int, count: int) -> int:
    """The mean rounded half up to the fen, also below zero (−0.5 → 0)."""
    return (2 * total + count) // (2 * count)


def yuan(fen: int) -> str:
    """``38.50元``; the sign is kept."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}元"


def plain_yuan(fen: int) -> str:
    """``38.50``, or ``38`` when whole: for plan names and budgets."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def _text(mean: int, low: int, high: int, months: int, worse: int) -> str:
    """「每月约省 38.50 元」 with its range, and how sure it is."""
    sentence = f"{_headline(mean)}({_range(low, high, months)})"
    if worse:
        sentence += f",其中{worse}个月会比现在多花"
    if months < WINDOW:
        sentence += f";目前只有{months}个月的账单可比,仅供参考"
    return sentence


def _headline(mean: int) -> str:
    if mean == 0:
        return "每月花费与现在持平"
    return f"每月约省 {_number(mean)} 元" if mean > 0 else f"每月约多花 {_number(-mean)} 元"


def _range(low: int, high: int, months: int) -> str:
    if low == high:
        return f"近{months}个月每月相同"
    return f"近{months}个月{_amount(low)}到{_amount(high)}"


def _amount(gain: int) -> str:
    if gain == 0:
        return "持平"
    return f"省{_number(gain)}元" if gain > 0 else f"多花{_number(-gain)}元"


def _number(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
