"""What is planned is taken back by an order, a refusal, an opt-out or a complaint, wherever it happens."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from recsys.contacts.consent import record_consent, stop_marketing
from recsys.contacts.pending import push_event
from recsys.contacts.timeline import contacts_of
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import enqueue
from recsys.events.worker import settle
from recsys.offer.refusal import decline
from recsys.orders.order import place_order
from recsys.service.ticket import open_ticket
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

CHEN, WANTED, OTHER = "c000002", "yt_pk_data_10", "yt_pk_data_20"


@pytest.fixture(autouse=True)
def planned(engine: Engine) -> None:
    """A push for each of two packs in the app, and one in WeChat."""
    rows = [_row("p_app", "app", WANTED), _row("p_other", "app", OTHER), _row("p_wechat", "wechat", WANTED)]
    with engine.write() as connection:
        connection.execute(t.pushes.insert(), rows)
        enqueue(connection, [push_event(row, "planned", None, NOW) for row in rows])


def _row(id: str, channel: str, product: str) -> dict[str, object]:
    row = {
        "id": id,
        "campaign_id": f"cp_{id}",
        "customer_id": CHEN,
        "channel": channel,
        "product_id": product,
    }
    return row | {
        "state": "planned",
        "text": "半价",
        "detail": {"business_type": "流量包"},
        "planned_at": NOW,
    }


def _order(engine: Engine) -> None:
    place_order(engine, CHEN, WANTED, action="order", key="k", channel="hall", now=NOW)


def _decline(engine: Engine) -> None:
    decline(engine, Event("recommendation.declined", CHEN, NOW, "wechat", "customer", {}), [WANTED])


def _opt_out(engine: Engine) -> None:
    record_consent(engine, CHEN, "wechat", "marketing", False, proof={}, now=NOW)


def _stop(engine: Engine) -> None:
    stop_marketing(engine, CHEN, proof={}, now=NOW)


def _complain(engine: Engine) -> None:
    open_ticket(engine, CHEN, "complaint", "乱扣费", key="t", channel="app", now=NOW)


@pytest.mark.parametrize(
    ("happens", "gone", "code"),
    [
        (_order, {"p_app", "p_wechat"}, "already_ordered"),
        (_decline, {"p_app", "p_wechat"}, "declined"),
        (_opt_out, {"p_wechat"}, "opted_out"),
        (_stop, {"p_app", "p_other", "p_wechat"}, "opted_out"),
        (_complain, {"p_app", "p_other", "p_wechat"}, "open_complaint"),
    ],
)
def test_it_is_taken_back_in_the_same_transaction(
    engine: Engine, happens: Callable[[Engine], None], gone: set[str], code: str
) -> None:
    happens(engine)
    with engine.read() as connection:
        rows = connection.execute(sa.select(t.pushes).where(t.pushes.c.state == "cancelled"))
        assert {(row.id, row.reason) for row in rows} == {(id, code) for id in gone}
    settle(engine)
    rows = [one for one in contacts_of(engine, CHEN, limit=9) if (one.ref or "").startswith("push:")]
    assert {one.ref for one in rows if one.result == "已取消"} == {f"push:{id}" for id in gone}


def test_what_is_being_sent_already_is_not_taken_back(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(t.pushes.update().values(state="sending"))
    _order(engine)
    with engine.read() as connection:
        assert set(connection.scalars(sa.select(t.pushes.c.state))) == {"sending"}
