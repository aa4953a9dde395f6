"""Two records become one: everything follows, the strictest consent wins, nothing is doubled or lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa

from recsys.contacts.consent import has_consent, record_consent
from recsys.customers.load import customer
from recsys.customers.merging.merge import Merge, MergeRefused, merge, merges
from recsys.customers.merging.undo import UndoRefused, undo
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle
from recsys.orders.order import orders_of, place_order
from recsys.service.ticket import open_ticket, tickets_of
from recsys.sql import schema as t
from tests.fixtures.stores import NOW
from tests.unit.recsys.customers.merging.state import everything

WANG, CHEN, LI, LIU = "c000001", "c000002", "c000003", "c000006"
LATER = NOW + timedelta(minutes=5)
PAIRS = [tuple(Random(seed).sample(range(1, 41), 2)) for seed in range(10)]


def unite(engine: Engine, one: str = CHEN, other: str = LI, **more: object) -> Merge:
    done = merge(engine, one, other, by="person", staff_id="s_1", reason="同一个人", now=NOW, **more)  # type: ignore[arg-type]
    assert done is not None
    return done


@pytest.fixture(autouse=True)
def _strangers_may_be_merged(engine: Engine) -> None:
    """The named customers have birth dates of their own; here nobody has checked them."""
    with engine.write() as connection:
        for row in connection.execute(sa.select(t.statements)).all():
            said = {name: value for name, value in row.said.items() if name != "born"}
            connection.execute(t.statements.update().where(t.statements.c.id == row.id).values(said=said))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_merge_that_is_undone_leaves_every_row_and_tag_as_it_was(
    engine: Engine, one: int, other: int
) -> None:
    before = everything(engine)
    done = unite(engine, f"c{one:06d}", f"c{other:06d}")
    assert everything(engine) != before
    undone = undo(engine, done.id, "s_2", LATER)
    assert undone.untold == ()
    assert everything(engine) == before
    settle(engine)
    assert replay(engine).differences == ()


def test_after_a_merge_nothing_stands_under_the_old_id_and_the_log_gives_the_same_tags(
    engine: Engine,
) -> None:
    done = unite(engine)
    assert {done.customer_id, done.gone} == {CHEN, LI}
    for name, rows in everything(engine).items():
        assert not [row for row in rows if row.get("customer_id") == done.gone], name
    assert replay(engine).differences == ()
    settle(engine)
    assert replay(engine).differences == ()


def test_the_merge_says_what_it_moved(engine: Engine) -> None:
    with engine.read() as connection:
        query = sa.select(sa.func.count()).where(t.events.c.customer_id == LI)
        held = connection.scalar(query)
    done = unite(engine)
    assert done.moved["events"] == held
    assert done.moved["holdings"] == 3
    assert done.moved["identities"] == 3
    assert merges(engine)[0].moved == done.moved


def test_events_of_both_stand_in_the_order_of_time_and_each_keeps_its_own(engine: Engine) -> None:
    def ids(customer_id: str) -> list[str]:
        e = t.events.c
        with engine.read() as connection:
            return list(
                connection.scalars(sa.select(e.id).where(e.customer_id == customer_id).order_by(e.seq))
            )

    mine, its = ids(CHEN), ids(LI)
    unite(engine)
    both = ids(CHEN)
    assert [one for one in both if one in set(mine)] == mine
    assert [one for one in both if one in set(its)] == its
    assert both != [*mine, *its, both[-1]]


@pytest.mark.parametrize("withdrawn_by", [CHEN, LI])
def test_what_either_side_withdrew_is_withdrawn_though_the_other_gave_it_later(
    engine: Engine, withdrawn_by: str
) -> None:
    other = LI if withdrawn_by == CHEN else CHEN
    for who, given, at in ((withdrawn_by, False, NOW), (other, True, LATER)):
        record_consent(engine, who, "*", "personalisation", given, proof={"channel": "app"}, now=at)
    settle(engine)
    done = unite(engine)
    with engine.read() as connection:
        assert not has_consent(connection, done.customer_id, "*", "personalisation", default=True)
        assert connection.scalar(sa.select(t.tags.c.key).where(t.tags.c.customer_id == CHEN)) is None
    undo(engine, done.id, "s_1", LATER)
    with engine.read() as connection:
        assert has_consent(connection, other, "*", "personalisation", default=True)
        assert connection.scalar(sa.select(t.tags.c.key).where(t.tags.c.customer_id == other)) is not None


def test_caps_and_open_complaints_add_up(engine: Engine) -> None:
    done = unite(engine, CHEN, LIU)
    assert [ticket.kind for ticket in tickets_of(engine, done.customer_id, open_only=True)] == ["complaint"]


def test_the_same_merge_again_changes_nothing_and_either_id_means_the_one_record(engine: Engine) -> None:
    done = unite(engine)
    after = everything(engine)
    assert merge(engine, LI, CHEN, by="person", staff_id="s_1", reason="x", now=LATER) is None
    assert everything(engine) == after
    assert customer(engine, done.gone, NOW).id == customer(engine, done.customer_id, NOW).id == CHEN


def test_two_processes_that_merge_at_once_merge_once(engine: Engine) -> None:
    def once(_: int) -> Merge | None:
        return merge(engine, CHEN, LI, by="person", staff_id="s_1", reason="x", now=NOW)

    with ThreadPoolExecutor(4) as pool:
        done = [found for found in pool.map(once, range(4)) if found]
    assert len(done) == len(merges(engine)) == 1


def test_a_merge_that_dies_in_the_middle_has_not_happened(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(engine)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("recsys.customers.merging.merge.refold", killed)
    with pytest.raises(KeyboardInterrupt):
        unite(engine)
    assert everything(engine) == before
    assert merges(engine) == []


def test_what_arrives_under_the_old_id_counts_for_the_record_and_goes_back_with_an_undo(
    engine: Engine,
) -> None:
    done = unite(engine)
    place_order(engine, LI, "yt_sv_private_number", action="order", key="k1", channel="app", now=LATER)
    open_ticket(engine, LI, "fault", "没有信号", key="k2", channel="app", now=LATER)
    publish(engine, [Event("feedback.given", LI, LATER, "app", "customer", {"content": "好"}, id="e_late")])
    settle(engine)
    assert [order.product_id for order in orders_of(engine, CHEN)] == ["yt_sv_private_number"]
    assert [ticket.kind for ticket in tickets_of(engine, CHEN, open_only=True)] == ["fault"]
    assert replay(engine).differences == ()
    undone = undo(engine, done.id, "s_1", LATER)
    assert undone.untold == ()
    assert orders_of(engine, CHEN) == [] == tickets_of(engine, CHEN)
    assert [order.product_id for order in orders_of(engine, LI)] == ["yt_sv_private_number"]
    settle(engine)
    assert replay(engine).differences == ()


def test_what_came_through_the_only_wechat_of_the_two_goes_back_with_it_and_the_rest_is_listed(
    engine: Engine,
) -> None:
    with engine.write() as connection:
        mine = (t.identities.c.customer_id == CHEN) & (t.identities.c.kind == "wechat")
        connection.execute(t.identities.delete().where(mine))
    done = unite(engine)
    for number, channel in enumerate(("wechat", "app", "system")):
        happened = Event("feedback.given", CHEN, LATER, channel, "customer", {}, id=f"e_between_{number}")
        publish(engine, [happened])
    settle(engine)
    undone = undo(engine, done.id, "s_1", LATER)
    with engine.read() as connection:
        rows = connection.execute(sa.select(t.events).where(t.events.c.id.startswith("e_between_")))
        whose = {row.channel: row.customer_id for row in rows}
    assert whose == {"wechat": LI, "app": CHEN, "system": CHEN}
    assert [one["key"] for one in undone.untold] == [["e_between_1"]]


def test_a_later_merge_is_undone_first(engine: Engine) -> None:
    first = unite(engine, CHEN, LI)
    second = merge(engine, CHEN, LIU, by="person", staff_id="s_1", reason="x", now=LATER)
    assert second is not None
    with pytest.raises(UndoRefused, match=second.id):
        undo(engine, first.id, "s_1", LATER)
    assert customer(engine, LIU, NOW).id == customer(engine, LI, NOW).id == CHEN


def test_a_chain_of_merges_is_undone_link_by_link(engine: Engine) -> None:
    before = everything(engine)
    first = unite(engine, LI, LIU)
    second = merge(engine, CHEN, LIU, by="person", staff_id="s_1", reason="x", now=LATER)
    assert second is not None
    assert customer(engine, LIU, NOW).id == CHEN
    undo(engine, second.id, "s_1", LATER)
    assert customer(engine, LIU, NOW).id == LI
    undo(engine, first.id, "s_1", LATER)
    assert everything(engine) == before


def test_rules_merge_only_what_they_call_the_same(engine: Engine) -> None:
    with pytest.raises(MergeRefused, match="不能合并"):
        merge(engine, CHEN, LI, by="rules", staff_id="system", reason="x", now=NOW)
