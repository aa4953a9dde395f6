"""What the models foresee of every customer, as events that set and clear tags."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.models.channel.learned import ChannelModel
from recsys.models.channel.preference import preference
from recsys.models.customers.aims import Aim, aims
from recsys.models.customers.observe import Observation, table_of
from recsys.models.customers.present import everybody, observed
from recsys.models.features import matrix
from recsys.models.model import Model
from recsys.models.reasons import ranked
from recsys.models.store import latest, load

REASONS = 3
KEPT_DAYS = 45
CHANNEL = "channel_preference"
WEIGHTS = "weights.npy"
OWN = "{}次接触,以自己的习惯为准"
LEARNED = "接触{}次,参照习惯相近的客户"


@dataclass(frozen=True)
class Foreseer:
    """A model in use for an aim; ``least`` is everybody's rate, below which no tag is set."""

    aim: Aim
    model: Model
    version: str

    @property
    def least(self) -> float:
        """The rate of the rows that it was trained on."""
        return float(self.model.facts["rate"]["trained"])


def foreseers(folder: Path) -> list[Foreseer]:
    """Those that have been trained. Raises ModelError for one that cannot be read."""
    found = [(aim, folder / aim.key) for aim in aims() if (folder / aim.key / "latest.json").is_file()]
    return [Foreseer(aim, load(path), latest(path)) for aim, path in found]


def foresee(
    engine: Engine, known: Sequence[Foreseer], now: datetime, channels: ChannelModel | None = None
) -> Iterator[list[Event]]:
    """Chunk by chunk the events for everybody who allows personalisation; publish them.

    The same models on the same day give events with the same ids, which change nothing twice.
    """
    for seen, tagged in observed(engine, everybody(engine), now):
        events = [event for one in known for event in _events(one, seen, tagged, now)]
        if channels is not None:
            events += [_prefers(one, channels, now) for one in seen]
        yield events


def _events(
    one: Foreseer, seen: Sequence[Observation], tagged: Mapping[str, frozenset[str]], now: datetime
) -> Iterator[Event]:
    """A tag for whom it is likelier than for most, cleared where it is no longer."""
    if not seen:
        return
    x = matrix(table_of(seen), one.model.features)
    chance = one.model.calibration(one.model.logits(x))
    for who, likely in zip(seen, chance >= one.least, strict=True):
        if not likely and one.aim.key in tagged[who.customer_id]:
            payload: dict[str, object] = {"key": one.aim.key, "model": one.version}
            yield _event("tag.cleared", who.customer_id, payload, now)
    rows = np.flatnonzero(chance >= one.least)
    if len(rows):
        effects = one.model.contributions(x[rows])
        for row, shares in zip(rows.tolist(), effects[:, :-1], strict=True):
            said = ranked(one.model.features, x[row], shares, 2 * REASONS)
            payload = {
                "key": one.aim.key,
                "model": one.version,
                "value": round(float(chance[row]), 4),
                "days": KEPT_DAYS,
                "reasons": [reason.text for reason in said if reason.raises][:REASONS],
            }
            yield _event("tag.set", seen[row].customer_id, payload, now)


def _prefers(who: Observation, model: ChannelModel, now: datetime) -> Event:
    found = preference(who.contacts, who.known, model, now)
    reason = OWN.format(len(who.contacts)) if found.own else LEARNED.format(len(who.contacts))
    payload: dict[str, object] = {
        "key": CHANNEL,
        "value": found.channel,
        "confidence": found.chances[found.channel],
        "days": KEPT_DAYS,
        "model": model.version,
        "reasons": [reason],
    }
    return _event("tag.set", who.customer_id, payload, now)


def _event(kind: str, customer_id: str, payload: dict[str, object], now: datetime) -> Event:
    name = f"m_{payload['key']}_{payload['model']}_{now:%Y%m%d}_{customer_id}"
    return Event(kind, customer_id, now, "system", "system", payload, id=name)
