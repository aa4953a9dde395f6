"""渠道偏好: one's own history when it is long, else what was learned from those whose history is."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from recsys.contacts.contact import Contact
from recsys.models.channel.compare import compare_channels
from recsys.models.channel.learned import ChannelModel, load_channel_model, terms
from recsys.models.channel.preference import last_used, learn_channels, preference
from tests.fixtures.stores import NOW
from tests.unit.recsys.models.town import PAST, town

KNOWN = town()[1][0].known


@pytest.fixture(scope="module")
def model() -> ChannelModel:
    learned = learn_channels(town()[1][:PAST])
    assert learned is not None
    return learned


def contacts(*channels: str, kind: str = "咨询", first: int = 100) -> list[Contact]:
    """One contact a day, the first so many days ago."""
    return [
        Contact(f"e{i}", "c1", NOW - timedelta(days=first - i), kind, channel, "", "", "", "", "")
        for i, channel in enumerate(channels)
    ]


def test_eleven_contacts_speak_for_themselves(model: ChannelModel) -> None:
    found = preference(contacts(*["hall"] * 7, *["app"] * 4), KNOWN, model, NOW)
    assert found.own and found.channel == "hall"
    assert found.chances["hall"] == pytest.approx(7 / 11, abs=1e-3)


def test_ten_contacts_do_not(model: ChannelModel) -> None:
    found = preference(contacts(*["hall"] * 10), KNOWN, model, NOW)
    assert not found.own and sum(found.chances.values()) == pytest.approx(1, abs=1e-3)


def test_a_channel_with_a_complaint_drops(model: ChannelModel) -> None:
    history = [*contacts(*["hall"] * 8, *["app"] * 4), *contacts("hall", kind="投诉", first=5)]
    assert preference(history, KNOWN, model, NOW).channel == "app"


def test_after_a_quarter_the_complaint_is_forgiven(model: ChannelModel) -> None:
    history = [*contacts(*["hall"] * 8, *["app"] * 4), *contacts("hall", kind="投诉", first=91)]
    assert preference(history, KNOWN, model, NOW).channel == "hall"


def test_who_complained_in_the_only_channel_keeps_it(model: ChannelModel) -> None:
    history = [*contacts(*["hotline"] * 11), *contacts("hotline", kind="投诉", first=5)]
    assert preference(history, KNOWN, model, NOW).channel == "hotline"


def test_it_beats_the_last_used_channel_by_far(model: ChannelModel) -> None:
    lives, seen = town()
    found = {one.name: one for one in compare_channels(lives[PAST:], seen[PAST:], model)}
    ours, usual = found["own history, else learned"], found["last used channel"]
    assert ours.noticed > usual.noticed + 0.03 and ours.best > usual.best + 0.1
    assert ours.noticed <= found["perfect knowledge"].noticed


def test_the_weights_are_kept_as_they_are(model: ChannelModel, tmp_path: Path) -> None:
    model.save(tmp_path / "channel.npy")
    assert (load_channel_model(tmp_path / "channel.npy").weights == model.weights).all()
    assert model.weights.shape == (4, len(terms([], KNOWN)))


def test_nobody_met_yet_has_a_preference_too(model: ChannelModel) -> None:
    assert last_used([]) == "wechat"
    unknown = {name: "" if isinstance(value, str) else np.nan for name, value in KNOWN.items()}
    assert preference([], unknown, model, NOW).channel in ("wechat", "app", "hotline", "hall")


def test_too_few_long_histories_teach_nothing() -> None:
    assert learn_channels(town()[1][:20]) is None
