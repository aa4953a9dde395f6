"""Orders of 小陈 (c000002), 李经理 (c000003) and others."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from recsys.customers.load import coming_changes, customer
from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.orders.order import Order, OrderRefused, orders_of, place_order
from recsys.sql import schema as t
from recsys.tags.store import tags_of
from tests.fixtures.stores import NOW

CHEN, LI = "c000002", "c000003"


def order(engine: Engine, product: str, who: str = CHEN, action: str = "order", **more: object) -> Order:
    values = {"key": f"{who}/{product}/{action}", "channel": "wechat", "now": NOW} | more
    return place_order(engine, who, product, action=action, **values)  # type: ignore[arg-type]


def plan_of(engine: Engine, fee: int) -> str:
    plans = engine.catalogue.plans.values()
    return next(p.id for p in plans if p.fee == fee and p.sold_on(NOW.date()) and not p.regions)


def pack_of(engine: Engine, renews: bool) -> str:
    packs = engine.catalogue.packs.values()
    return next(p.id for p in packs if p.kind == "data" and p.renews == renews and not p.requires)


def test_a_new_plan_begins_with_the_next_month(engine: Engine) -> None:
    old, new = customer(engine, CHEN, NOW).plan_id, plan_of(engine, 7900)
    placed = order(engine, new)
    assert placed.effective_on == date(2026, 12, 1)
    assert customer(engine, CHEN, NOW).plan_id == old
    assert customer(engine, CHEN, NOW + timedelta(days=20)).plan_id == new
    changes = [(change["product_id"], change["starts"]) for change in coming_changes(engine, CHEN, NOW)]
    assert sorted(changes) == sorted([(old, False), (new, True)])


def test_who_changes_their_mind_gets_the_last_plan_ordered(engine: Engine) -> None:
    first, second = plan_of(engine, 7900), plan_of(engine, 9900)
    order(engine, first)
    order(engine, second)
    december = customer(engine, CHEN, NOW + timedelta(days=20))
    assert december.plan_id == second
    assert len([c for c in coming_changes(engine, CHEN, NOW) if c["starts"]]) == 1


def test_the_same_key_again_orders_nothing(engine: Engine) -> None:
    new = plan_of(engine, 7900)
    assert order(engine, new) == order(engine, new)
    assert len(orders_of(engine, CHEN)) == 1


def test_a_pack_helps_at_once_and_a_single_one_ends_by_itself(engine: Engine) -> None:
    monthly, single = pack_of(engine, True), pack_of(engine, False)
    order(engine, monthly)
    order(engine, single)
    assert {monthly, single} <= set(customer(engine, CHEN, NOW).subscriptions)
    later = customer(engine, CHEN, NOW + timedelta(days=40)).subscriptions
    assert monthly in later and single not in later


def test_a_cancelled_service_ends_with_the_month(engine: Engine) -> None:
    service = customer(engine, "c000005", NOW).subscriptions[0]
    order(engine, service, "c000005", "cancel")
    assert service in customer(engine, "c000005", NOW).subscriptions
    assert service not in customer(engine, "c000005", NOW + timedelta(days=13)).subscriptions


def test_redeeming_takes_from_the_holding_and_never_more_than_there_is(engine: Engine) -> None:
    held = customer(engine, LI, NOW).holdings[0]
    order(engine, held.product_id, LI, "redeem", amount=held.amount - 100)
    left = [h for h in customer(engine, LI, NOW).holdings if h.product_id == held.product_id]
    assert [h.amount for h in left] == [100]
    with pytest.raises(OrderRefused, match="not_enough_held"):
        order(engine, held.product_id, LI, "redeem", amount=101, key="again")


def test_a_subscription_to_a_wealth_product_becomes_a_holding(engine: Engine) -> None:
    item = next(
        w for w in engine.catalogue.wealth.values() if w.kind == "fixed_income" and w.term_days == 180
    )
    order(engine, item.id, action="subscribe", amount=item.min_amount)
    held = next(h for h in customer(engine, CHEN, NOW).holdings if h.product_id == item.id)
    assert held.matures == date(2026, 11, 18) + timedelta(days=180)


def test_what_makes_no_sense_is_refused_and_leaves_no_trace(engine: Engine) -> None:
    off_sale = next(p.id for p in engine.catalogue.plans.values() if not p.sold_on(NOW.date()))
    wealth = next(w for w in engine.catalogue.wealth.values() if w.min_amount > 100 and w.sold_on(NOW.date()))
    own = customer(engine, CHEN, NOW).plan_id or ""
    for product, action, amount, code in (
        ("no_such_thing", "order", None, "unknown_product"),
        (off_sale, "order", None, "off_sale"),
        (own, "order", None, "already_owned"),
        (own, "cancel", None, "plan_needs_successor"),
        (pack_of(engine, True), "cancel", None, "not_owned"),
        (wealth.id, "subscribe", None, "amount_missing"),
        (wealth.id, "subscribe", wealth.min_amount - 1, "below_minimum"),
        (wealth.id, "order", 100, "wrong_action"),
    ):
        with pytest.raises(OrderRefused, match=code):
            order(engine, product, action=action, amount=amount)
    assert orders_of(engine, CHEN) == []
    with engine.read() as connection:
        assert connection.scalar(sa.select(t.outbox.c.seq)) is None


def test_the_order_cancels_pending_pushes_for_the_product(engine: Engine) -> None:
    new = plan_of(engine, 7900)
    with engine.write() as connection:
        for number, product in enumerate([new, plan_of(engine, 9900)]):
            push: dict[str, object] = {
                "id": f"p{number}",
                "campaign_id": f"a{number}",
                "customer_id": CHEN,
                "channel": "app",
            }
            push |= {"product_id": product, "state": "planned", "text": "…", "detail": {}, "planned_at": NOW}
            connection.execute(t.pushes.insert().values(push))
    order(engine, new)
    with engine.read() as connection:
        states = {row.id: row.state for row in connection.execute(sa.select(t.pushes))}
    assert states == {"p0": "cancelled", "p1": "planned"}


def test_the_order_shows_in_tags_and_timeline(engine: Engine) -> None:
    order(engine, plan_of(engine, 7900))
    settle(engine)
    tags = {tag.key: tag.value for tag in tags_of(engine, CHEN, NOW + timedelta(minutes=1))}
    assert tags["bought_lately"] is True
    assert tags["plan_fee"] == 7900
