"""Two methods of matching, against each other and against usual practice."""

from pathlib import Path

import numpy as np
import pytest

from recsys.models.channel.learned import ChannelModel
from recsys.models.channel.preference import learn_channels
from recsys.models.customers.observe import DAY, table_of
from recsys.models.matching.compare import Known, compare_matching
from recsys.models.matching.join import join
from recsys.models.matching.tree import grow_match_tree, load_match_tree
from recsys.models.matching.trial import rates_by_kind, try_at_random
from recsys.models.train import Plan, train
from tests.unit.recsys.models.town import PAST, town

KEYS = ("propensity_pack", "propensity_deposit")


def test_the_join_multiplies_wanting_preference_and_grade() -> None:
    best, *rest = join({"pack": 0.5, "insurance": 0.9}, {"wechat": 0.8, "hall": 0.2})
    assert (best.kind, best.channel, best.value) == ("pack", "wechat", pytest.approx(0.4))
    assert {match.kind: match.value for match in rest if match.channel == "wechat"} == {
        "insurance": pytest.approx(0.9 * 0.8 * 0.4)  # grade C
    }


def test_a_tree_finds_who_buys_what_and_is_met_where(tmp_path: Path) -> None:
    x = np.repeat([[0.0], [1.0]], 100, axis=0)
    goals = np.column_stack([x[:, 0], 1 - x[:, 0], x[:, 0], 1 - x[:, 0]])
    tree = grow_match_tree(x, goals, ("pack", "deposit"), ("app", "hall"))
    kinds, channels = tree.rates_of(np.array([1.0]))
    assert kinds["pack"] > 0.85 > 0.15 > kinds["deposit"] and channels["app"] > channels["hall"]
    tree.save(tmp_path / "tree.npz")
    assert load_match_tree(tmp_path / "tree.npz").rates_of(np.array([0.0])) == tree.rates_of(np.array([0.0]))


def test_a_trial_tells_which_offers_are_taken() -> None:
    lives, _ = town()
    rates = rates_by_kind(try_at_random(lives, 0))
    truth = {kind: np.mean([life.accept[kind, "app"] for life in lives]) for kind in rates}
    assert rates["pack"] > rates["gold"] and truth["pack"] > truth["gold"]


def test_both_methods_beat_chance_and_the_join_of_propensities_beats_usual_practice() -> None:
    lives, seen = town()
    models = {key: train(table_of(seen, key), Plan(key, DAY)) for key in KEYS}
    known = Known(
        seen=seen[:PAST],
        new=lives[PAST:],
        now=seen[PAST:],
        channels=_channels(),
        propensities=models,
        tried=try_at_random(lives[:PAST], 0),
        likened=("propensity_deposit",),
    )
    rate = {one.name: one.rate for one in compare_matching(known)}
    assert (
        rate["perfect knowledge"] > rate["method 1, propensities"] > rate["best product, last used channel"]
    )
    assert min(rate["method 1, look-alikes"], rate["method 2, multi-target tree"]) > 2 * rate["at random"]


def _channels() -> ChannelModel:
    model = learn_channels(town()[1][:PAST])
    assert model is not None
    return model
