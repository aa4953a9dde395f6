"""Contact caps hold under concurrent workers, to the last contact."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from recsys.contacts.consent import record_consent
from recsys.contacts.contact_policy import may_contact, reserve_contact
from recsys.engine import Engine
from recsys.orders.order import place_order
from recsys.service.ticket import open_ticket
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

CHEN = "c000002"
WORKERS = 8


@pytest.fixture(autouse=True)
def consent(store: Engine) -> None:
    for channel in ("app", "sms", "hotline"):
        record_consent(
            store, CHEN, channel, "marketing", True, proof={"channel": "hall", "text": "同意"}, now=NOW
        )


def test_of_many_who_ask_at_once_only_one_may_contact_today(store: Engine) -> None:
    def ask(number: int) -> str | None:
        return reserve_contact(store, CHEN, ("app", "sms")[number % 2], "marketing", None, NOW)[0]

    with ThreadPoolExecutor(WORKERS) as pool:
        slots = [slot for slot in pool.map(ask, range(24)) if slot]
    assert len(slots) == 1


def test_over_ten_days_of_everybody_asking_every_cap_holds(store: Engine) -> None:
    def ask(number: int) -> None:
        channel = ("app", "sms", "hotline")[number % 3]
        reserve_contact(store, CHEN, channel, "marketing", None, NOW + timedelta(days=number // 12))

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(ask, range(120)))
    with store.read() as connection:
        rows = list(connection.execute(sa.select(t.contact_slots)))
    days = sorted(row.day for row in rows)
    assert len(days) == len(set(days)) >= 4
    assert all(later - first >= timedelta(days=7) for first, later in zip(days, days[3:], strict=False))
    assert sum(row.channel == "hotline" for row in rows) <= 2


def test_the_same_order_key_from_many_channels_at_once_is_one_order(store: Engine) -> None:
    pack = next(p.id for p in store.catalogue.packs.values() if p.kind == "data" and not p.requires)

    def order(_: int) -> str:
        return place_order(store, CHEN, pack, action="order", key="same", channel="app", now=NOW).id

    with ThreadPoolExecutor(WORKERS) as pool:
        assert len(set(pool.map(order, range(16)))) == 1


def test_the_same_complaint_at_once_has_one_number_and_stops_all_contact(store: Engine) -> None:
    def complain(_: int) -> str:
        return open_ticket(store, CHEN, "complaint", "乱扣费", key="same", channel="app", now=NOW).number

    with ThreadPoolExecutor(WORKERS) as pool:
        assert len(set(pool.map(complain, range(16)))) == 1
    assert may_contact(store, CHEN, "app", "marketing", None, NOW) == "open_complaint"
