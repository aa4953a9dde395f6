"""When 小陈 (c000002) and others may be contacted proactively."""

from datetime import datetime, timedelta

import pytest

from recsys.contacts.consent import consents_of, record_consent, stop_marketing
from recsys.contacts.contact_policy import may_contact, release_contact, reserve_contact
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.worker import settle
from recsys.service.ticket import open_ticket, resolve_ticket
from tests.fixtures.stores import NOW

CHEN, LIU, ZHOU = "c000002", "c000006", "c000007"
PROOF = {"channel": "app", "text": "我同意接收优惠信息"}


def ask(
    engine: Engine, who: str = CHEN, now: datetime = NOW, channel: str = "app", product: str | None = None
) -> str | None:
    return may_contact(engine, who, channel, "marketing", product, now)


def reserve(
    engine: Engine, now: datetime = NOW, channel: str = "app", purpose: str = "marketing"
) -> str | None:
    return reserve_contact(engine, CHEN, channel, purpose, None, now)[1]


def test_with_consent_by_day_and_without_trouble_it_is_allowed(engine: Engine) -> None:
    assert ask(engine) is None


def test_nobody_is_contacted_before_eight_or_from_nine_in_the_evening(engine: Engine) -> None:
    midnight = NOW.replace(hour=16) - timedelta(days=1)  # 00:00 in Shanghai
    hours = {h: ask(engine, now=midnight + timedelta(hours=h)) for h in (0, 7, 8, 20, 21, 23)}
    assert [h for h, code in hours.items() if code is None] == [8, 20]
    assert hours[7] == "quiet_hours"


def test_no_word_is_no_consent_and_a_withdrawal_counts_at_once(engine: Engine) -> None:
    assert ask(engine, "c000099") == "no_consent"
    assert ask(engine, ZHOU) == "opted_out"
    record_consent(engine, ZHOU, "app", "marketing", True, proof=PROOF, now=NOW)
    assert ask(engine, ZHOU) is None
    stop_marketing(engine, ZHOU, proof=PROOF, now=NOW)
    assert ask(engine, ZHOU) == "opted_out"


def test_the_proof_of_a_consent_is_kept(engine: Engine) -> None:
    record_consent(engine, ZHOU, "app", "marketing", True, proof=PROOF, now=NOW)
    assert consents_of(engine, ZHOU)[0]["proof"]["text"] == "我同意接收优惠信息"


def test_an_unknown_purpose_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="marketing"):
        record_consent(engine, ZHOU, "app", "spam", True, proof=PROOF, now=NOW)


def test_nobody_is_contacted_during_a_complaint_and_seven_days_after(engine: Engine) -> None:
    assert ask(engine, LIU) == "open_complaint"
    fault = open_ticket(engine, CHEN, "fault", "宽带断了", key="f1", channel="app", now=NOW)
    assert ask(engine) == "open_fault"
    resolve_ticket(engine, fault.number, "已修复", now=NOW)
    assert ask(engine, now=NOW + timedelta(days=6)) == "recent_trouble"
    assert ask(engine, now=NOW + timedelta(days=8)) is None


def test_one_a_day_and_three_a_week_over_all_channels(engine: Engine) -> None:
    assert reserve(engine) is None
    assert reserve(engine, NOW + timedelta(hours=2), "sms") == "day_cap"
    assert reserve(engine, NOW + timedelta(days=1), "sms") is None
    assert reserve(engine, NOW + timedelta(days=2)) is None
    assert reserve(engine, NOW + timedelta(days=3)) == "week_cap"
    assert reserve(engine, NOW + timedelta(days=7)) is None


def test_two_calls_a_month_whatever_they_are_for(engine: Engine) -> None:
    for purpose in ("care", "marketing"):
        record_consent(engine, CHEN, "hotline", purpose, True, proof=PROOF, now=NOW)
    assert reserve(engine, NOW, "hotline", "care") is None
    assert reserve(engine, NOW + timedelta(days=9), "hotline") is None
    assert reserve(engine, NOW + timedelta(days=20), "hotline", "care") == "call_cap"
    assert reserve(engine, NOW + timedelta(days=32), "hotline", "care") is None


def test_a_slot_given_back_can_be_used_again(engine: Engine) -> None:
    slot, _ = reserve_contact(engine, CHEN, "app", "marketing", None, NOW)
    assert slot is not None
    release_contact(engine, slot)
    assert reserve(engine) is None


def test_wechat_is_open_for_48_hours_after_the_customers_own_message(engine: Engine) -> None:
    assert ask(engine, channel="wechat") == "wechat_window"
    publish(engine, [Event("message.received", CHEN, NOW, "wechat", "customer", {"text": "在吗"})])
    settle(engine)
    assert ask(engine, channel="wechat", now=NOW + timedelta(hours=48)) is None
    assert ask(engine, channel="wechat", now=NOW + timedelta(hours=49)) == "wechat_window"


def test_five_wechat_messages_after_the_last_word_of_the_customer(engine: Engine) -> None:
    record_consent(engine, CHEN, "wechat", "care", True, proof=PROOF, now=NOW)
    publish(engine, [Event("message.received", CHEN, NOW, "wechat", "customer", {"text": "在吗"})])
    settle(engine)
    codes = [reserve(engine, NOW + timedelta(minutes=n), "wechat", "care") for n in range(1, 7)]
    assert codes == [None] * 5 + ["wechat_limit"]


def test_what_somebody_has_is_not_advertised(engine: Engine) -> None:
    plan = next(
        p
        for p in engine.catalogue.plans.values()
        if p.fee == 2900 and p.attributes.get("audience") == "youth"
    )
    assert ask(engine, product=plan.id) == "already_ordered"


def test_products_above_r3_are_never_pushed(engine: Engine) -> None:
    risky = next(item.id for item in engine.catalogue.wealth.values() if item.risk == "R4")
    assert ask(engine, product=risky) == "not_for_push"


def test_the_first_contact_is_served_not_sold_to(engine: Engine) -> None:
    new = "c000050"
    record_consent(engine, new, "app", "marketing", True, proof=PROOF, now=NOW)
    publish(engine, [Event("intent.recognised", new, NOW, "app", "system", {"intent": "ask_usage"})])
    settle(engine)
    assert ask(engine, new, NOW + timedelta(hours=1)) == "first_contact"
    assert ask(engine, new, NOW + timedelta(hours=25)) is None
