"""Ways of choosing a channel, judged by the simulator's true chances of being noticed there."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.contacts.contact import Contact
from recsys.models.channel.learned import ChannelModel, train_channels
from recsys.models.channel.preference import LONG, last_used, preference
from recsys.models.customers.observe import Observation, folded
from recsys.models.customers.recent import CHANNELS
from recsys.simulator.life import Life

Chooser = Callable[[Sequence[Contact], Observation], str]


@dataclass(frozen=True, slots=True)
class Reached:
    """How often the best channel was chosen, and the true mean chance of being noticed in the chosen one."""

    name: str
    best: float
    noticed: float
    noticed_few: float  # the same among those with ten contacts or fewer


def learn_channels(lives: Sequence[Life], seen: Sequence[Observation], seed: int = 0) -> ChannelModel:
    """Train on those with a long history."""
    known = [(folded(life.before)[1], one.known) for life, one in zip(lives, seen, strict=True)]
    return train_channels([item for item in known if len(item[0]) > LONG], LONG, seed)


def compare_channels(lives: Sequence[Life], now: Sequence[Observation], model: ChannelModel) -> list[Reached]:
    """Every way on the same people."""
    ways: dict[str, Chooser] = {
        "last used channel": lambda contacts, one: last_used(contacts),
        "most used channel": lambda contacts, one: most_used(contacts),
        "own history, else learned": lambda contacts, one: (
            preference(contacts, one.known, model, one.now).channel
        ),
    }
    contacts = [folded(life.before)[1] for life in lives]
    found = [
        _judge(name, lives, contacts, [way(*item) for item in zip(contacts, now, strict=True)])
        for name, way in ways.items()
    ]
    return [*found, _judge("perfect knowledge", lives, contacts, [_best(life) for life in lives])]


def most_used(contacts: Sequence[Contact]) -> str:
    """A plain count."""
    used = Counter(one.channel for one in contacts)
    return max(CHANNELS, key=lambda name: used[name])


def _judge(
    name: str, lives: Sequence[Life], contacts: Sequence[Sequence[Contact]], chosen: Sequence[str]
) -> Reached:
    noticed = np.array([life.notice[channel] for life, channel in zip(lives, chosen, strict=True)])
    few = np.array([len(heard) <= LONG for heard in contacts])
    right = np.mean([channel == _best(life) for life, channel in zip(lives, chosen, strict=True)])
    return Reached(name, float(right), float(noticed.mean()), float(noticed[few].mean()))


def _best(life: Life) -> str:
    return max(CHANNELS, key=lambda name: life.notice[name])
