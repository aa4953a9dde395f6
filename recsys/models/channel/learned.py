"""The channel of those we hardly know: a multinomial logistic regression, kept as plain arrays."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression

from recsys.contacts.contact import Contact
from recsys.models.customers.features import Row
from recsys.models.customers.recent import CHANNELS
from recsys.models.table import Numbers

AGES = (25, 35, 45, 58, 70)
PENALTY = 0.5


@dataclass(frozen=True)
class ChannelModel:
    """``weights``: channels × terms of ``terms``; the last term is 1."""

    weights: Numbers

    def chances(self, contacts: Sequence[Contact], known: Row) -> dict[str, float]:
        """The probability of each channel to be the one that is mostly used."""
        logits = self.weights @ terms(contacts, known)
        shifted = np.exp(logits - logits.max())
        return dict(zip(CHANNELS, (shifted / shifted.sum()).tolist(), strict=True))

    @property
    def version(self) -> str:
        """A digest of the weights."""
        return hashlib.sha256(self.weights.tobytes()).hexdigest()[:12]

    def save(self, path: Path) -> None:
        """As one NumPy array, without pickle."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, self.weights, allow_pickle=False)


def load_channel_model(path: Path) -> ChannelModel:
    """What ``save`` wrote. Raises OSError."""
    return ChannelModel(np.load(path, allow_pickle=False))


def terms(contacts: Sequence[Contact], known: Row) -> Numbers:
    """Contacts per channel (complaints aside), the last one, consents, age, use of data and calls, 1."""
    calm = [one for one in contacts if one.kind != "投诉"]
    used = Counter(one.channel for one in calm)
    last = calm[-1].channel if calm else None
    age = _number(known["age"])
    found = [log1p(used[name]) for name in CHANNELS]
    found += [float(name == last) for name in CHANNELS]
    found += [_number(known[f"allows_{name}"]) for name in ("wechat", "app", "hotline")]
    found += [float(age >= edge) for edge in AGES]
    found += [log1p(_number(known["data_mb"])) / 10, log1p(_number(known["voice_min"])) / 6]
    return np.array([*found, 1.0])


def train_channels(histories: Sequence[tuple[Sequence[Contact], Row]], most: int, seed: int) -> ChannelModel:
    """Learn from long histories, each cut to its first few contacts; the rest says what was right.

    How many stay is drawn between none and ``most``, as with those whom the model is for.
    """
    rows, right = [], []
    for number, (contacts, known) in enumerate(histories):
        ordered = sorted((one for one in contacts if one.channel in CHANNELS), key=lambda one: one.at)
        for cut in Random(f"{seed}/{number}").sample(range(most + 1), 3):
            later = Counter(one.channel for one in ordered[cut:] if one.kind != "投诉")
            if later:
                rows.append(terms(ordered[:cut], known))
                right.append(max(CHANNELS, key=lambda name: later[name]))
    x = np.array(rows)[:, :-1]
    fitted = LogisticRegression(C=PENALTY, max_iter=3000).fit(x, right)
    order = [list(fitted.classes_).index(name) for name in CHANNELS]
    return ChannelModel(np.column_stack([fitted.coef_[order], fitted.intercept_[order]]))


def _number(value: float | str) -> float:
    return 0.0 if isinstance(value, str) or np.isnan(value) else float(value)
