"""Who is behind a login, an openid or a phone number."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from recsys.customers.alias import kept_id
from recsys.customers.duplicates import duplicates, find
from recsys.customers.identity import link, resolve
from recsys.customers.load import UnknownCustomer, customer
from recsys.customers.merging.merge import MergeRefused, merge, merges
from recsys.customers.merging.undo import undo
from recsys.customers.privacy import forget, left_of
from recsys.customers.statements import NoIdentityKey, record
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.worker import settle
from recsys.exchange.load import load
from recsys.exchange.rows import CustomerRow
from recsys.sql import schema as t
from tests.fixtures.stores import NOW, RedisServer
from tests.unit.recsys.customers.merging.state import everything


def test_chen_is_the_same_in_wechat_app_and_by_phone(engine: Engine) -> None:
    assert resolve(engine, "wechat", "wx_c000002") == "c000002"
    assert resolve(engine, "phone", "19900000002") == "c000002"
    assert resolve(engine, "app", "19900000002") == "c000002"


def test_an_unknown_openid_becomes_one_guest_even_when_two_messages_come_at_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: resolve(engine, "wechat", "new-openid"), range(8)))
    assert len(found) == 1
    guest = customer(engine, found.pop())
    assert (guest.name, guest.plan_id, guest.usage) == ("微信访客", None, ())


def test_a_guest_who_logs_in_is_that_customer_from_then_on(engine: Engine) -> None:
    assert resolve(engine, "wechat", "new-openid").startswith("g")
    link(engine, "wechat", "new-openid", "c000001")
    assert resolve(engine, "wechat", "new-openid") == "c000001"


def test_an_unknown_phone_number_is_nobody(engine: Engine) -> None:
    with pytest.raises(UnknownCustomer):
        resolve(engine, "phone", "13800000000")


def test_a_guest_who_proves_a_number_brings_history_and_conversation_along(engine: Engine) -> None:
    guest = resolve(engine, "wechat", "new-openid")
    talk = {"customer_id": guest, "channel": "wechat", "owner": "agent"}
    engine.redis.hset("huake:conv:v_1:meta", mapping=talk)
    engine.redis.set(f"huake:conv:current:wechat:{guest}", "v_1")
    engine.redis.set(f"huake:turn:wechat:{guest}:main:1", "{}")
    asked = {"intent": "ask_plan", "confidence": 0.9, "entities": []}
    publish(
        engine, [Event("intent.recognised", guest, NOW, "wechat", "customer", asked, "v_1", id="e_asked")]
    )
    settle(engine)
    assert link(engine, "phone", "19900000001", guest, now=NOW) == "c000001"
    with engine.read() as connection:
        assert (
            connection.scalar(sa.select(t.events.c.customer_id).where(t.events.c.id == "e_asked"))
            == "c000001"
        )
        assert kept_id(connection, guest) == "c000001"
    assert engine.redis.get("huake:conv:current:wechat:c000001") == "v_1"
    assert engine.redis.hget("huake:conv:v_1:meta", "customer_id") == "c000001"
    assert engine.redis.exists("huake:turn:wechat:c000001:main:1")
    assert not list(engine.redis.scan_iter(match=f"*{guest}*"))
    done = merges(engine)[0]
    undo(engine, done.id, "s_1", NOW)
    assert engine.redis.get(f"huake:conv:current:wechat:{guest}") == "v_1"
    assert engine.redis.hget("huake:conv:v_1:meta", "customer_id") == guest
    assert resolve(engine, "wechat", "new-openid") == guest


def test_what_redis_missed_is_followed_by_the_worker(engine: Engine, redis_server: RedisServer) -> None:
    guest = resolve(engine, "wechat", "new-openid")
    engine.redis.set(f"huake:turn:wechat:{guest}:main:1", "{}")
    redis_server.kill()
    assert link(engine, "phone", "19900000001", guest, now=NOW) == "c000001"
    redis_server.start()
    settle(engine)
    assert engine.redis.exists("huake:turn:wechat:c000001:main:1")


def test_a_son_on_his_fathers_number_stays_himself(engine: Engine) -> None:
    son = {"name": "小小王", "phone": "19900000001", "region": "CN-GD", "born": "2012-05-01"}
    load(engine, [CustomerRow(customer_id="c_son", wechat="wx_son", **son)], NOW)  # type: ignore[arg-type]
    assert resolve(engine, "phone", "19900000001") == "c000001"
    with pytest.raises(MergeRefused, match="出生日期不同"):
        link(engine, "phone", "19900000001", "c_son", now=NOW)
    find(engine, NOW)
    assert duplicates(engine) == []


def test_a_doubtful_link_is_left_to_a_person(engine: Engine) -> None:
    other = {"name": "李红", "phone": "19900000001", "region": "CN-GD"}
    load(engine, [CustomerRow(customer_id="c_other", source="app", **other)], NOW)  # type: ignore[arg-type]
    with engine.write() as connection:
        hold = {"customer_id": "c_other", "product_id": "x", "line": "mobile", "since": NOW.date()}
        connection.execute(t.subscriptions.insert().values(**hold))
    with pytest.raises(MergeRefused):
        link(engine, "phone", "19900000001", "c_other", now=NOW)
    assert [(one.customer_id, one.verdict) for one in duplicates(engine)] == [("c000001", "ask")]


def test_a_person_known_to_carrier_app_and_bank_is_one_record_that_shows_what_disagrees(
    engine: Engine,
) -> None:
    basis = {"name": "王阿姨", "phone": "19900000001", "born": "1958-03-12"}
    bank = CustomerRow(customer_id="b_1", source="bank", region="CN-SH", bank="6001", **basis)  # type: ignore[arg-type]
    load(engine, [bank], NOW + timedelta(minutes=1))
    find(engine, NOW)
    (pair,) = duplicates(engine)
    assert pair.verdict == "same"
    done = merge(
        engine, pair.customer_id, pair.other_id, by="rules", staff_id="s", reason="同一个人", now=NOW
    )
    assert done is not None and done.customer_id == "c000001"
    with engine.read() as connection:
        region = record(connection, "c000001")["region"]
    assert (region.value, region.source, region.why, region.disputed) == ("CN-SH", "bank", "newer", True)
    assert customer(engine, "b_1", NOW).region == "CN-SH"
    assert resolve(engine, "bank", "6001") == "c000001"
    undo(engine, done.id, "s", NOW)
    assert (customer(engine, "c000001", NOW).region, customer(engine, "b_1", NOW).region) == (
        "CN-GD",
        "CN-SH",
    )


def test_of_a_document_only_a_keyed_hash_is_kept_and_it_finds_the_same_person(engine: Engine) -> None:
    number = "11010119900307803X"
    keyed = replace(engine, settings=engine.settings.model_copy(update={"identity_key": "k" * 32}))
    basis = {"name": "甲", "region": "CN-GD", "document": number}
    rows = [CustomerRow(customer_id=f"d_{n}", phone=f"1380000000{n}", **basis) for n in (1, 2)]  # type: ignore[arg-type]
    with pytest.raises(NoIdentityKey):
        load(engine, rows, NOW)
    load(keyed, rows, NOW)
    find(engine, NOW)
    assert [one.evidence[0] for one in duplicates(engine)] == ["document_same"]
    assert number not in "".join(map(str, everything(engine).values()))
    assert number.encode() not in (engine.settings.var / "huake.db").read_bytes()


def test_deletion_removes_statements_pairs_and_merged_ids(engine: Engine) -> None:
    guest = resolve(engine, "wechat", "new-openid")
    link(engine, "phone", "19900000001", guest, now=NOW)
    forget(engine, guest, NOW)
    assert left_of(engine, "c000001") == left_of(engine, guest) == {}
    with pytest.raises(UnknownCustomer):
        customer(engine, guest)
