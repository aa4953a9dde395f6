"""People to try ranking on: what is believed of them, as in deciding, beside the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item
from recsys.models.channel.learned import ChannelModel
from recsys.models.channel.preference import learn_channels, preference
from recsys.models.customers.observe import DAY, Observation, observe, table_of
from recsys.models.customers.training import simulated
from recsys.models.table import DataError
from recsys.models.train import Plan, train
from recsys.ranking.believed import asked, believed, grade, noticed
from recsys.ranking.context import context
from recsys.ranking.foreseen import EVERYBODY, priors
from recsys.ranking.needs import suits
from recsys.ranking.sums import Integers
from recsys.ranking.table import PPM, Table, ranking
from recsys.ranking.worth import Burden, annoyance, contact_cost
from recsys.simulator.life import lives
from recsys.simulator.market import Market, market
from recsys.value.margin import kind_of, margin_of


@dataclass(frozen=True)
class Town:
    """``believed``: people × products in ppm, nobody tired; ``flags``: people × terms; money in fen."""

    market: Market
    kinds: tuple[str, ...]
    believed: Integers
    flags: tuple[tuple[int, ...], ...]
    margins: Integers
    costs: Integers  # of a contact, by person
    calm: int  # annoyance of somebody who was left alone

    @property
    def items(self) -> tuple[Item, ...]:
        """The products."""
        return self.market.items

    def __len__(self) -> int:
        return len(self.flags)


def build_town(catalogue: Catalogue, trained: int, people: int, seed: int, now: datetime) -> Town:
    """Models learn from ``trained`` people of the past; others, as many as ``people``, live now."""
    _, seen = simulated(catalogue, trained, seed, now)
    found = list(lives(catalogue, people, seed + 7, now))
    new = [observe(one.customer_id, [*one.before], one.now, known_after=False) for one in found]
    channels = learn_channels(seen)
    if channels is None:
        raise DataError(
            f"{trained} trained people are too few: hardly any has a long history to learn channels from; "
            "give a larger --trained, its default is enough"
        )
    items = [item for item in catalogue.items.values() if item.sold_on(now.date())]
    chances, table = _chances(seen, new), ranking()
    where = [preference(one.contacts, one.known, channels, one.now).channel for one in new]
    ages = np.array([_age(one) for one in new], dtype=np.intp)
    return Town(
        market=market(found, ages, items, where, seed),
        kinds=tuple(kind_of(item) for item in items),
        believed=_believed(new, where, items, chances, channels, table),
        flags=tuple(context(one.known, False) for one in new),
        margins=np.array([margin_of(item) for item in items], dtype=np.int64),
        costs=np.array([contact_cost(channel, False, table) for channel in where], dtype=np.int64),
        calm=annoyance(Burden(), False, table),
    )


def _chances(seen: Sequence[Observation], new: Sequence[Observation]) -> Mapping[str, Integers]:
    """By kind and person in ppm: of models trained on others; everybody's rate where none can be trained."""
    table, found = table_of(new), dict[str, Integers]()
    for kind, usual in priors()[EVERYBODY].items():
        key = f"propensity_{kind}"
        try:
            chance = train(table_of(seen, key), Plan(key, DAY)).chance(table)
        except DataError:
            chance = np.full(len(new), usual / PPM)
        found[kind] = np.rint(chance * PPM).astype(np.int64)
    return found


def _believed(
    new: Sequence[Observation],
    where: Sequence[str],
    items: Sequence[Item],
    chances: Mapping[str, Integers],
    channels: ChannelModel,
    table: Table,
) -> Integers:
    """The same functions as in deciding; plans fit by their price, as no bills are computed here."""
    fits = [suits(item, {}, table) for item in items]
    kinds = [kind_of(item) for item in items]
    found = np.empty((len(new), len(items)), dtype=np.int64)
    for row, (one, channel) in enumerate(zip(new, where, strict=True)):
        share = round(preference(one.contacts, one.known, channels, one.now).chances[channel] * PPM)
        seen = noticed(share, False, table)
        wants = {kind: asked(int(chances[kind][row]), table["asked_odds"]) for kind in chances}
        grades = {kind: grade(kind, channel, table) for kind in chances}
        found[row] = [
            believed(wants[kind], fit, seen, grades[kind]) for kind, fit in zip(kinds, fits, strict=True)
        ]
    return found


def _age(one: Observation) -> int:
    """young, middle, elder; what the flags of the context tell too."""
    age = float(one.known["age"])
    return 0 if age < 35 else 2 if age >= 60 else 1
