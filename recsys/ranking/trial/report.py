"""`python -m recsys rank evaluate`: does ranking pay, and are estimates of other policies right?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from kb.catalogue.catalogue import Catalogue
from recsys.models.table import Numbers
from recsys.ranking.off_policy import mean_of
from recsys.ranking.table import ranking
from recsys.ranking.trial.coverage import cover
from recsys.ranking.trial.policies import POLICIES
from recsys.ranking.trial.rounds import Earned, run
from recsys.ranking.trial.town import Town, build_town

DAY = datetime(2026, 11, 20, 4, tzinfo=UTC)  # fixed: the same figures whenever it is asked
SEED = 101
BAR = 0.90  # of the logs whose intervals must hold the truth
FIRST = 3  # rounds that count as the short run
UNBIASED = ("IPS", "self-normalised IPS", "doubly robust")


def measure_ranking(
    catalogue: Catalogue, trained: int, people: int, rounds: int, logs: int, missed: list[str]
) -> Iterator[str]:
    """Lines of a report; what falls short is added to ``missed``."""
    town = build_town(catalogue, trained, people, SEED, DAY)
    yield from _pays(town, rounds)
    yield from _estimated(town, logs, missed)


def _pays(town: Town, rounds: int) -> Iterator[str]:
    yield f"\nranking: {len(town)} people, {len(town.items)} products, {rounds} rounds; yuan a person, 95 %"
    titles = f"{'all rounds':>18} {'accepted':>9} {'contacts':>9} {'left':>6}"
    yield f"{'':<30} {f'first {FIRST} rounds':>18} {titles}"
    found = []
    for name, policy in POLICIES.items():
        short, whole = (run(name, policy, town, number, SEED) for number in (FIRST, rounds))
        found.append(whole)
        rate = whole.taken.sum() / max(1, whole.contacts.sum())
        money = f"{_yuan(short.income):>18} {_yuan(whole.income):>18}"
        yield f"{name:<30} {money} {rate:9.1%} {whole.contacts.mean():9.2f} {whole.left:6}"
    yield from _compared(found)


def _compared(found: Sequence[Earned]) -> Iterator[str]:
    """The same people with the same luck: differences are surer than the figures themselves."""
    last = found[-1]
    for other in found[:-1]:
        yield f"{last.name} − {other.name:<30} {_yuan(last.income - other.income)}"


def _yuan(fen: Numbers | np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    one = mean_of("", np.asarray(fen, dtype=np.float64) / 100)
    return f"{one.mean:.2f} ± {one.high - one.mean:.2f}"


def _estimated(town: Town, logs: int, missed: list[str]) -> Iterator[str]:
    truth, shown, covered = cover(town, ranking(), logs, SEED)
    yield f"\nthe best by value, estimated from {logs} logs of {len(town)} drawn offers; fen an offer"
    yield f"truth {truth:.0f}; what the drawn offers earn {shown:.0f}"
    yield f"{'':<22} {'95 % interval holds it':>22} {'mean error':>11} {'± of one log':>13}"
    for one in covered:
        yield f"{one.name:<22} {one.share:22.0%} {one.error:11.1f} {one.width / 2:13.1f}"
        if one.name in UNBIASED and one.share < BAR:
            missed.append(f"{one.name}: the interval holds the truth in {one.share:.0%} of {logs} logs")
