"""Potential customers of each kind of product, by both methods."""

import csv
from pathlib import Path

import pytest

from recsys.engine import Engine
from recsys.models.channel.preference import learn_channels
from recsys.models.customers.aims import aims
from recsys.models.customers.observe import DAY, table_of
from recsys.models.customers.potential import find_lookalikes, uses
from recsys.models.customers.scoring import CHANNEL, WEIGHTS
from recsys.models.matching.command import matched
from recsys.models.matching.learnt import MATCH, MatchModel, learn_match, load_match
from recsys.models.matching.potential import Learnt, foremost, potentials, reasons_of
from recsys.models.store import ModelError, save
from recsys.models.train import Plan, train
from tests.fixtures.stores import NOW
from tests.unit.recsys.models.town import PAST, town

PACK = next(aim for aim in aims() if aim.key == "propensity_pack")


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    seen = town()[1]
    channels = learn_channels(seen[:PAST])
    assert channels is not None
    alike = find_lookalikes(seen[:PAST], only=(PACK.key,))[PACK.key]
    bought = train(table_of(seen, PACK.key), Plan(PACK.key, DAY))
    return Learnt({PACK.kind: alike}, {PACK.kind: bought}, learn_match(seen[:PAST]), channels)


def test_every_method_names_those_who_do_not_have_it_yet(learnt: Learnt) -> None:
    new = town()[1][PAST:]
    found = [
        one for one in potentials(learnt, new, ("lookalike", "purchase", "tree")) if one.kind == PACK.kind
    ]
    without = {one.customer_id for one in new if not uses(PACK, one.known)}
    for method in ("lookalike", "purchase", "tree"):
        assert {one.customer_id for one in found if one.method == method} == without


def test_those_named_first_buy_more_often_than_others(learnt: Learnt) -> None:
    new = town()[1][PAST:]
    bought = {one.customer_id: one.outcomes[PACK.key] for one in new if not uses(PACK, one.known)}
    usual = sum(bought.values()) / len(bought)
    for method in ("purchase", "tree"):
        all_of_it = [one for one in potentials(learnt, new, (method,)) if one.kind == PACK.kind]
        first = foremost(all_of_it, len(bought) // 5)
        assert sum(bought[one.customer_id] for one in first) / len(first) > usual


def test_the_foremost_are_the_same_whether_looked_for_at_once_or_in_parts(learnt: Learnt) -> None:
    new = town()[1][PAST : PAST + 60]
    kept = foremost(potentials(learnt, new[:30], ("tree",)), 5)
    kept = foremost([*kept, *potentials(learnt, new[30:], ("tree",))], 5)
    assert kept == foremost(potentials(learnt, new, ("tree",)), 5)


def test_each_gets_a_reason(learnt: Learnt) -> None:
    some = town()[1][PAST : PAST + 5]
    assert all("情况相近的客户" in why for why in reasons_of(learnt, PACK.kind, "tree", some))
    assert any(reasons_of(learnt, PACK.kind, "purchase", some))


def test_the_tree_comes_back_as_it_was_kept(learnt: Learnt, tmp_path: Path) -> None:
    learnt.tree.save(tmp_path)
    again: MatchModel = load_match(tmp_path)
    table = table_of(town()[1][:20])
    assert again.features == learnt.tree.features and again.rates(table) == learnt.tree.rates(table)
    with pytest.raises(ModelError, match="foresee train"):
        load_match(tmp_path / "nothing")


def test_the_table_holds_customer_product_channel_value_and_method(
    engine: Engine, learnt: Learnt, tmp_path: Path
) -> None:
    learnt.tree.save(tmp_path / "models" / MATCH)
    save(learnt.purchases[PACK.kind], tmp_path / "models" / PACK.key, NOW)
    learnt.channels.save(tmp_path / "models" / CHANNEL / WEIGHTS)
    out = tmp_path / "potential.csv"
    count = matched(engine, tmp_path / "models", out, (PACK.kind,), ("purchase", "tree"), 4, NOW)
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert len(rows) == count and {row["method"] for row in rows} == {"purchase", "tree"}
    assert all(row["product"] == PACK.kind and row["channel"] and row["reasons"] for row in rows)
    values = [float(row["value"]) for row in rows if row["method"] == "tree"]
    assert 0 < len(values) <= 4 and values == sorted(values, reverse=True)
