"""Each customer once, no cap exceeded, every outcome kept; also with two senders and with a dead one."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from recsys.campaign.campaign import UnknownCampaign, campaigns, load, save
from recsys.campaign.push import counts, plan, suppressed
from recsys.campaign.sending import LEASE_MS, AlreadySending, send_planned
from recsys.contacts.consent import stop_marketing
from recsys.contacts.contact_policy import reserve_contact
from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.stores import NOW
from tests.unit.recsys.campaign.drafts import PACK_TITLE, PEOPLE, Post, clock, draft

CHEN = "c000002"


def planned(engine: Engine, **changed: Any) -> str:
    """A campaign whose pushes are planned; returns its id."""
    campaign = save(engine, draft(**changed), "s_wu", NOW)
    plan(engine, campaign, NOW)
    return campaign


def slots(engine: Engine) -> Counter[str]:
    """Contact slots taken, by customer."""
    with engine.read() as connection:
        return Counter(connection.scalars(sa.select(t.contact_slots.c.customer_id)))


def reasons(engine: Engine, campaign: str) -> dict[str, tuple[str, str | None]]:
    """State and reason by customer."""
    p = t.pushes.c
    query = sa.select(p.customer_id, p.state, p.reason).where(p.campaign_id == campaign)
    with engine.read() as connection:
        return {row.customer_id: (row.state, row.reason) for row in connection.execute(query)}


def test_a_campaign_goes_to_all_that_may_be_contacted_once(engine: Engine) -> None:
    campaign, post = planned(engine), Post()
    before = counts(engine, campaign)
    after = send_planned(engine, campaign, post, clock)
    assert after == {"sent": before["planned"], "suppressed": before["suppressed"]}
    assert sum(after.values()) == PEOPLE
    assert len(set(post.receivers)) == len(post.receivers) == after["sent"]
    assert slots(engine) == Counter(post.receivers)
    assert send_planned(engine, campaign, post, clock) == after and len(post.got) == after["sent"]
    assert load(engine, campaign)[1]["state"] == "sent"
    assert campaigns(engine)[0]["counts"] == after


def test_what_arrives_says_the_product_the_way_out_and_how_to_ask(engine: Engine) -> None:
    post = Post()
    send_planned(engine, planned(engine), post, clock)
    (reply,) = post.got[0][1]
    assert reply["text"] == f"流量不够用?试试{PACK_TITLE},当月有效。\n不想再收到,回复「退订」。"
    assert [option["text"] for option in reply["options"]] == [f"{PACK_TITLE}是什么", "退订营销消息"]
    assert reply["push_id"].startswith("p_")


def test_every_outcome_is_an_event_and_sent_ones_are_contacts(engine: Engine) -> None:
    campaign = planned(engine)
    send_planned(engine, campaign, Post(), clock)
    settle(engine)
    e = t.events.c
    with engine.read() as connection:
        rows = list(connection.execute(sa.select(e.type, e.payload).where(e.type.like("push.%"))))
    mine = [row for row in rows if row.payload.get("campaign_id") == campaign]
    found = Counter(row.type for row in mine)
    assert found["push.sent"] == found["push.planned"] > 5
    assert found["push.sent"] + found["push.suppressed"] == PEOPLE
    assert all(row.payload["reason"] for row in mine if row.type == "push.suppressed")


def test_the_policy_is_asked_again_at_the_moment_of_sending(engine: Engine) -> None:
    campaign, post = planned(engine), Post()
    reserve_contact(engine, CHEN, "app", "marketing", None, NOW)
    send_planned(engine, campaign, post, clock)
    assert reasons(engine, campaign)[CHEN] == ("suppressed", "day_cap")
    assert CHEN not in post.receivers and (CHEN, "day_cap") in suppressed(engine, campaign)


def test_in_the_evening_sending_stops_by_itself(engine: Engine) -> None:
    campaign, post = planned(engine), Post()
    after = send_planned(engine, campaign, post, lambda: NOW.replace(hour=13))  # 21:00 in Shanghai
    assert not post.got and after == {"suppressed": PEOPLE}


def test_who_opts_out_between_plan_and_sending_gets_nothing(engine: Engine) -> None:
    campaign, post = planned(engine), Post()
    stop_marketing(engine, CHEN, proof={"said": "退订"}, now=NOW)
    send_planned(engine, campaign, post, clock)
    assert CHEN not in post.receivers
    assert reasons(engine, campaign)[CHEN] == ("cancelled", "opted_out")


def test_planning_again_adds_nobody_twice(engine: Engine) -> None:
    campaign = planned(engine)
    assert plan(engine, campaign, NOW) == counts(engine, campaign)
    assert sum(counts(engine, campaign).values()) == PEOPLE


def test_a_failed_delivery_gives_the_slot_back(engine: Engine) -> None:
    campaign = planned(engine)
    after = send_planned(engine, campaign, Post(failure="45015"), clock)
    assert after["failed"] > 5 and "sent" not in after
    assert not slots(engine)
    assert ("failed", "45015") in reasons(engine, campaign).values()


def test_a_delivery_of_unknown_outcome_keeps_the_slot(engine: Engine) -> None:
    post = Post(failure="interrupted")
    send_planned(engine, planned(engine), post, clock)
    assert slots(engine) == Counter(post.receivers)


def test_two_campaigns_at_once_never_exceed_the_cap_of_a_day(engine: Engine) -> None:
    campaigns, post = [planned(engine, name=f"活动{n}") for n in range(4)], Post()
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(send_planned, engine, one, post, clock) for one in campaigns]
        totals = [future.result() for future in done]
    assert len(post.receivers) == len(set(post.receivers)) > 5
    assert max(slots(engine).values()) == 1
    assert sum(total.get("sent", 0) for total in totals) == len(post.receivers)


def test_of_two_senders_of_one_campaign_one_sends(engine: Engine) -> None:
    campaign, post = planned(engine), Post()
    inside, leave = threading.Event(), threading.Event()

    def slow(customer_id: str, replies: list[dict[str, Any]]) -> str | None:
        inside.set()
        assert leave.wait(10)
        return post(customer_id, replies)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(send_planned, engine, campaign, slow, clock)
        assert inside.wait(10)
        with pytest.raises(AlreadySending):
            send_planned(engine, campaign, post, clock)
        assert counts(engine, campaign)["sending"] == 1, "the row of the living sender is not touched"
        leave.set()
        after = first.result()
    assert "failed" not in after and len(set(post.receivers)) == len(post.receivers) == after["sent"]


def test_even_without_the_lease_two_senders_send_to_nobody_twice(engine: Engine) -> None:
    """The lease was lost, as after a long pause: the claim of each row still holds."""
    campaign, post = planned(engine), Post()

    def forgetful(customer_id: str, replies: list[dict[str, Any]]) -> str | None:
        engine.redis.delete(f"huake:campaign:{campaign}:sender")
        return post(customer_id, replies)

    def send() -> None:
        try:
            send_planned(engine, campaign, forgetful, clock)
        except AlreadySending:
            return

    with ThreadPoolExecutor(4) as pool:
        for _ in range(200):
            list(pool.map(lambda _: send(), range(4)))
            if "planned" not in counts(engine, campaign):
                break
    assert len(set(post.receivers)) == len(post.receivers)
    assert max(slots(engine).values()) == 1


def test_what_a_dead_sender_had_begun_is_interrupted_and_the_rest_goes_on(engine: Engine) -> None:
    campaign, dying = planned(engine), Post(dies_over=3)
    total = counts(engine, campaign)["planned"]
    with pytest.raises(SystemExit):
        send_planned(engine, campaign, dying, clock)
    assert counts(engine, campaign)["sending"] == 1
    (victim,) = [who for who, (state, _) in reasons(engine, campaign).items() if state == "sending"]
    post = Post()
    after = send_planned(engine, campaign, post, clock)
    assert reasons(engine, campaign)[victim] == ("failed", "interrupted")
    assert victim not in post.receivers and not set(post.receivers) & set(dying.receivers)
    assert after["sent"] == total - 1 and after["failed"] == 1
    assert slots(engine)[victim] == 1, "it may have arrived, so it counts"


def test_a_sender_that_was_killed_hinders_nobody_for_longer_than_its_lease(engine: Engine) -> None:
    campaign = planned(engine)
    engine.redis.set(f"huake:campaign:{campaign}:sender", "of the dead", px=LEASE_MS)
    with pytest.raises(AlreadySending):
        send_planned(engine, campaign, Post(), clock)
    engine.redis.pexpire(f"huake:campaign:{campaign}:sender", 1)
    time.sleep(0.05)
    assert send_planned(engine, campaign, Post(), clock)["sent"] > 5


def test_an_unknown_campaign_is_said_to_be_unknown(engine: Engine) -> None:
    with pytest.raises(UnknownCampaign):
        send_planned(engine, "cp_nothing", Post(), clock)
