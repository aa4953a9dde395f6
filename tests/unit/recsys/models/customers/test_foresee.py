"""Training on a simulated past, and tags set by what was learned."""

from datetime import timedelta
from pathlib import Path

import pytest
from sklearn.metrics import roc_auc_score

from recsys.__main__ import main
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.intake import drain_outbox
from recsys.events.log import enqueue
from recsys.models.channel.preference import learn_channels
from recsys.models.customers.aims import aims
from recsys.models.customers.observe import DAY, table_of
from recsys.models.customers.potential import find_lookalikes, uses
from recsys.models.customers.scoring import foresee, foreseers
from recsys.models.customers.training import from_log
from recsys.models.model import Model
from recsys.models.store import save
from recsys.models.train import Plan, scores_of, train
from recsys.tags.store import tags_of
from tests.fixtures.stores import NOW
from tests.unit.recsys.models.town import PAST, town

PACK = "propensity_pack"


@pytest.fixture(scope="module")
def pack() -> Model:
    return train(table_of(town()[1], PACK), Plan(PACK, DAY))


def test_it_is_measured_on_people_of_a_later_day(pack: Model) -> None:
    assert pack.facts["rows"] == {"trained": PAST, "held_out": len(town()[1]) - PAST}
    assert DAY not in [feature.name for feature in pack.features]


def test_it_knows_most_of_what_can_be_known(pack: Model) -> None:
    lives, seen = town()
    truth = [life.purchase["pack"] for life in lives[PAST:]]
    possible = roc_auc_score([one.outcomes[PACK] for one in seen[PAST:]], truth)
    assert scores_of(pack).auc > possible - 0.06 and scores_of(pack).auc > 0.7


def test_scores_become_tags_with_reasons_once(engine: Engine, tmp_path: Path, pack: Model) -> None:
    save(pack, tmp_path / PACK, NOW)
    events = [event for chunk in foresee(engine, foreseers(tmp_path), NOW) for event in chunk]
    assert 0 < len(events) < 40
    assert all(0 < event.payload["value"] <= 1 and event.payload["reasons"] for event in events)
    _take_in(engine, events)
    _take_in(engine, events)
    who = events[0].customer_id
    tag = next(tag for tag in tags_of(engine, who, NOW) if tag.key == PACK)
    assert tag.value == events[0].payload["value"] and tag.evidence == (events[0].id,)


def test_everybody_gets_a_preferred_channel_with_its_reason(engine: Engine) -> None:
    model = learn_channels(town()[1])
    events = [event for chunk in foresee(engine, [], NOW, model) for event in chunk]
    assert len(events) == 39  # 周女士 withdrew personalisation
    _take_in(engine, events)
    tag = next(tag for tag in tags_of(engine, "c000003", NOW) if tag.key == "channel_preference")
    assert tag.value in ("wechat", "app", "hotline", "hall") and 0 < tag.confidence <= 1
    assert "接触" in str(events[0].payload["reasons"])


def test_who_withdrew_personalisation_is_not_scored(engine: Engine, tmp_path: Path, pack: Model) -> None:
    save(pack, tmp_path / PACK, NOW)
    scored = {event.customer_id for chunk in foresee(engine, foreseers(tmp_path), NOW) for event in chunk}
    assert customer(engine, "c000007", NOW).id not in scored  # 周女士


def test_a_tag_is_cleared_when_the_chance_has_gone(engine: Engine, tmp_path: Path, pack: Model) -> None:
    save(pack, tmp_path / PACK, NOW)
    set_now = [event for chunk in foresee(engine, foreseers(tmp_path), NOW) for event in chunk]
    unlikely = sorted(
        {f"c{i:06}" for i in range(1, 41)} - {event.customer_id for event in set_now} - {"c000007"}
    )
    _take_in(engine, [Event("tag.set", unlikely[0], NOW, "system", "system", {"key": PACK, "value": 0.9})])
    later = NOW + timedelta(days=1)
    events = [event for chunk in foresee(engine, foreseers(tmp_path), later) for event in chunk]
    assert [event.type for event in events if event.customer_id == unlikely[0]] == ["tag.cleared"]


def test_the_log_gives_an_observation_for_every_day_on_which_somebody_was_there(engine: Engine) -> None:
    found = from_log(engine, NOW)
    days = {(NOW - one.now).days for one in found}
    assert days == {90, 180} and len(found) > 40  # the demo's history is 200 days old
    assert set(found[0].outcomes) == {aim.key for aim in aims()}


def test_look_alikes_find_those_who_buy_later_without_having_been_told_who_buys() -> None:
    lives, seen = town()
    video = next(aim for aim in aims() if aim.kind == "deposit")
    found = find_lookalikes(seen[:PAST], only=(video.key,))[video.key]
    others = [i for i, one in enumerate(seen) if not uses(video, one.known)]
    wanting = found.wanting(table_of(seen))[others]
    truth = [lives[i].purchase["deposit"] for i in others]
    order = sorted(range(len(others)), key=lambda i: -wanting[i])
    best = [truth[i] for i in order[: len(order) // 5]]
    assert sum(best) / len(best) > 1.3 * sum(truth) / len(truth)


def _take_in(engine: Engine, events: list[Event]) -> None:
    with engine.write() as connection:
        enqueue(connection, events)
    drain_outbox(engine)


def test_a_young_log_trains_nothing_and_says_what_does(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path / "var"))
    assert main(["migrate"]) == 0
    assert main(["foresee", "train", "--models", str(tmp_path / "models")]) == 2
    assert "--simulated" in capsys.readouterr().err
    assert not (tmp_path / "models").exists()
