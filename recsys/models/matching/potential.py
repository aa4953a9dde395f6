"""潜在客户 of each kind of product, where each is best met, and why, by both methods."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from recsys.models.channel.learned import ChannelModel
from recsys.models.channel.preference import preference
from recsys.models.customers.aims import Aim, aims
from recsys.models.customers.observe import Observation, table_of
from recsys.models.customers.potential import Lookalike, uses
from recsys.models.features import matrix
from recsys.models.matching.join import join
from recsys.models.matching.learnt import MatchModel
from recsys.models.model import Model
from recsys.models.reasons import ranked
from recsys.models.table import Numbers

METHODS = ("lookalike", "purchase", "tree")
REASONS = 3
ALIKE = "情况相近的客户有{rate:.1%}会办,全体{usual:.1%}"


@dataclass(frozen=True, slots=True)
class Potential:
    """Somebody who has none of that kind; ``value`` orders those of one kind and method."""

    customer_id: str
    kind: str
    channel: str
    value: float
    method: str


@dataclass(frozen=True)
class Learnt:
    """What the methods rest on, as far as they are asked; by kind.

    Method 1 joins ``lookalikes`` or ``purchases`` with the channel, method 2 is the ``tree``.
    """

    lookalikes: Mapping[str, Lookalike]
    purchases: Mapping[str, Model]
    tree: MatchModel | None
    channels: ChannelModel


def potentials(learnt: Learnt, seen: Sequence[Observation], methods: Sequence[str]) -> Iterator[Potential]:
    """Every customer for every kind that they do not use, in the channel that suits best."""
    table, kinds = table_of(seen), {aim.kind: aim for aim in aims() if aim.kind}
    where = [preference(one.contacts, one.known, learnt.channels, one.now).chances for one in seen]
    wanting: dict[str, Mapping[str, Numbers]] = {
        "lookalike": {kind: one.wanting(table) for kind, one in learnt.lookalikes.items()},
        "purchase": {kind: model.chance(table) for kind, model in learnt.purchases.items()},
    }
    for method in (one for one in METHODS[:2] if one in methods):
        for kind, values in wanting[method].items():
            for one, value, chances in zip(seen, values.tolist(), where, strict=True):
                yield from _best(one, kinds[kind], value, chances, method)
    if learnt.tree is None or "tree" not in methods:
        return
    for one, (rates, shares) in zip(seen, learnt.tree.rates(table), strict=True):
        for kind, rate in rates.items():
            yield from _best(one, kinds[kind], rate, shares, "tree")


def _best(
    one: Observation, aim: Aim, value: float, chances: Mapping[str, float], method: str
) -> Iterator[Potential]:
    if not uses(aim, one.known):
        match = join({aim.kind: value}, chances, graded=method != "tree")[0]
        yield Potential(one.customer_id, match.kind, match.channel, match.value, method)


def foremost(found: Iterable[Potential], most: int) -> list[Potential]:
    """The first ``most`` of each kind and method, by value."""
    groups: dict[tuple[str, str], list[Potential]] = defaultdict(list)
    for one in found:
        groups[one.method, one.kind].append(one)
    ordered = (nsmallest(most, group, key=_order) for _, group in sorted(groups.items()))
    return [one for group in ordered for one in group]


def _order(one: Potential) -> tuple[float, str]:
    return -one.value, one.customer_id


def reasons_of(learnt: Learnt, kind: str, method: str, seen: Sequence[Observation]) -> list[str]:
    """Why each of them, in the words of staff."""
    if learnt.tree is not None and method == "tree":
        usual, found = learnt.tree.usual[kind], learnt.tree.rates(table_of(seen))
        return [ALIKE.format(rate=rates[kind], usual=usual) for rates, _ in found]
    model = learnt.lookalikes[kind].model if method == "lookalike" else learnt.purchases[kind]
    x = matrix(table_of(seen), model.features)
    effects = model.contributions(x)[:, :-1]
    said = [ranked(model.features, x[row], effects[row], 2 * REASONS) for row in range(len(seen))]
    return ["；".join([one.text for one in reasons if one.raises][:REASONS]) for reasons in said]
