"""No more marketing."""

from recsys.contacts.consent import consents_of
from tests.unit.actions.conftest import kinds, words


def test_consent_is_withdrawn_everywhere_at_once_with_proof(talk, engine):
    said = talk("c000001").say("stop_marketing", "别再给我发短信推销了", "stop_marketing")
    latest = consents_of(engine, "c000001")[0]
    assert (latest["channel"], latest["purpose"], latest["given"]) == ("*", "marketing", False)
    assert latest["proof"]["text"] == "别再给我发短信推销了" and latest["proof"]["turn_id"]
    assert kinds(said) == ["text"] and "立即生效" in words(said) and "账单" in words(said)


def test_it_ends_whatever_was_on_the_table(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend")
    wang.say("stop_marketing", "别推销了", "stop_marketing")
    assert wang.slots["task"] is None and wang.slots["focus"] == []


def test_who_wants_it_back_gets_it_for_this_channel(talk, engine):
    talk("c000001").say("stop_marketing", "打开营销通知", "stop_marketing")
    latest = consents_of(engine, "c000001")[0]
    assert (latest["channel"], latest["purpose"], latest["given"]) == ("app", "marketing", True)
