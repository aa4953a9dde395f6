"""The customer owns the switch: withdrawal, export, deletion."""

from datetime import timedelta

import sqlalchemy as sa

from recsys.contacts.consent import record_consent
from recsys.contacts.timeline import contacts_of
from recsys.customers.privacy import export, forget, left_of
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.worker import settle
from recsys.sql import schema as t
from recsys.tags.store import tags_of
from tests.fixtures.stores import NOW

CHEN = "c000002"
PROOF = {"channel": "wechat", "text": "关闭个性化推荐"}


def test_withdrawing_personalisation_hides_every_tag_before_the_worker_knows_of_it(engine: Engine) -> None:
    assert tags_of(engine, CHEN, NOW)
    record_consent(engine, CHEN, "*", "personalisation", False, proof=PROOF, now=NOW)
    assert tags_of(engine, CHEN, NOW) == []
    settle(engine)
    with engine.read() as connection:
        count = sa.select(sa.func.count()).select_from(t.tags).where(t.tags.c.customer_id == CHEN)
        assert connection.scalar(count) == 0


def test_giving_it_again_brings_back_what_rests_on_facts(engine: Engine) -> None:
    record_consent(engine, CHEN, "*", "personalisation", False, proof=PROOF, now=NOW)
    record_consent(engine, CHEN, "*", "personalisation", True, proof=PROOF, now=NOW + timedelta(minutes=1))
    settle(engine)
    keys = {tag.key for tag in tags_of(engine, CHEN, NOW + timedelta(minutes=2))}
    assert {"age_band", "data_overspend"} <= keys


def test_zhou_who_withdrew_has_no_tags_but_a_timeline(engine: Engine) -> None:
    assert tags_of(engine, "c000007", NOW) == []
    assert contacts_of(engine, "c000007")


def test_an_export_holds_every_table_and_nobody_else(engine: Engine) -> None:
    found = export(engine, CHEN)
    assert {"customers", "usage_months", "bills", "events", "tags", "consents", "contacts"} <= found.keys()
    owners = {row.get("customer_id", row.get("id")) for rows in found.values() for row in rows}
    assert owners == {CHEN}


def test_after_deletion_nothing_is_left_and_the_proof_says_what_was_removed(engine: Engine) -> None:
    event = Event("message.received", CHEN, NOW, "wechat", "customer", {"text": "你好"}, "v_1")
    publish(engine, [event])
    settle(engine)
    with engine.write() as connection:
        looked = {"at": NOW, "staff_id": "s_agent", "action": "customer.read", "object": CHEN, "detail": {}}
        connection.execute(t.audit.insert().values(looked))
    engine.redis.set("huake:conv:v_1:meta", CHEN)
    engine.redis.set(f"huake:lock:{CHEN}", "1")
    assert left_of(engine, CHEN)
    proof = forget(engine, CHEN, NOW)
    assert left_of(engine, CHEN) == {}
    assert engine.redis.exists("huake:conv:v_1:meta") == 0
    assert proof["removed"]["sql:customers"] == 1
    assert CHEN not in str(proof)
    with engine.read() as connection:
        assert (connection.scalar(sa.select(t.audit.c.object)) or "").startswith("deleted:")
    assert left_of(engine, "c000001")
