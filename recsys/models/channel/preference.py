"""渠道偏好: by one's own history where it is long enough, else learned from those whose history is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from recsys.contacts.contact import Contact
from recsys.models.channel.learned import ChannelModel, train_channels
from recsys.models.customers.features import Row
from recsys.models.customers.observe import Observation
from recsys.models.customers.recent import CHANNELS

LONG = 10  # more contacts than this speak for themselves
FEWEST = 50  # long histories that learning needs
SORE = timedelta(days=90)  # how long a complaint spoils a channel


@dataclass(frozen=True, slots=True)
class Preference:
    """``chances`` by channel add up to 1; ``own`` when it rests on the customer's own history alone."""

    channel: str
    own: bool
    chances: dict[str, float]


def preference(contacts: Sequence[Contact], known: Row, model: ChannelModel, now: datetime) -> Preference:
    """The channel in which the customer is best met; one with a fresh complaint drops."""
    heard = sorted((one for one in contacts if one.channel in CHANNELS), key=lambda one: one.at)
    own = len(heard) > LONG
    chances = shares(heard) if own else model.chances(heard, known)
    sore = complained_in(heard, now)
    left = {name: 0.0 if name in sore else chance for name, chance in chances.items()}
    if not any(left.values()):
        left = chances
    total = sum(left.values())
    best = max(CHANNELS, key=lambda name: (left[name], -CHANNELS.index(name)))
    return Preference(best, own, {name: round(chance / total, 4) for name, chance in left.items()})


def learn_channels(seen: Sequence[Observation], seed: int = 0) -> ChannelModel | None:
    """Learn from those with a long history; none where too few of them are known."""
    known = [(one.contacts, one.known) for one in seen if len(one.contacts) > LONG]
    return train_channels(known, LONG, seed) if len(known) >= FEWEST else None


def shares(contacts: Sequence[Contact]) -> dict[str, float]:
    """The share of each channel among contacts that are no complaints."""
    used = Counter(one.channel for one in contacts if one.kind != "投诉")
    total = sum(used.values())
    return {name: used[name] / total if total else 1 / len(CHANNELS) for name in CHANNELS}


def complained_in(contacts: Sequence[Contact], now: datetime) -> frozenset[str]:
    """Channels with a complaint in the last quarter."""
    return frozenset(one.channel for one in contacts if one.kind == "投诉" and now - SORE < one.at <= now)


def last_used(contacts: Sequence[Contact]) -> str:
    """The usual guess: the channel of the latest contact; the first channel for somebody never met."""
    heard = [one for one in contacts if one.channel in CHANNELS]
    return max(heard, key=lambda one: one.at).channel if heard else CHANNELS[0]
