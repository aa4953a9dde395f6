"""Value-added services."""

from recsys.customers.load import coming_changes, customer
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import hit, words


def test_opening_needs_a_yes_and_works_at_once(talk, engine):
    chen = talk("c000002")
    said = chen.say("manage_service", "开通来电提醒", "vas_service", service_name="yt_sv_missed_call")
    assert said.question == "confirm_order" and "3元/月" in words(said)
    chen.say("manage_service", "好的", "affirm")
    assert "yt_sv_missed_call" in customer(engine, "c000002", NOW).subscriptions


def test_closing_ends_with_the_month(talk, engine):
    liu = talk("c000006")
    held = customer(engine, "c000006", NOW).subscriptions
    video = next(id for id in held if "视频" in engine.catalogue.items[id].title)
    said = liu.say("manage_service", "把视频会员给我退了", "vas_service", service_name=video)
    assert "次月1日起不再收费" in words(said)
    liu.say("manage_service", "确认", "affirm")
    ending = [change for change in coming_changes(engine, "c000006", NOW) if change["product_id"] == video]
    assert ending and not ending[0]["starts"]


def test_what_is_not_held_cannot_be_closed(talk):
    said = talk("c000002").say("manage_service", "关了彩铃", "vas_service", service_name="yt_sv_ringtone")
    assert "没有开通" in words(said)


def test_an_unnamed_one_is_chosen_from_those_held(talk):
    liu = talk("c000006")
    said = liu.say("manage_service", "把乱七八糟的业务退了", "vas_service")
    assert said.question == "which_service"
    first = said.messages[0]["options"][0]["text"]
    assert liu.say("manage_service", first, "inform").question == "confirm_order"


def test_how_it_works_is_answered(talk_knowing):
    chen = talk_knowing("c000002", 彩铃=hit("在应用里换。", "vas_service"))
    said = chen.say("manage_service", "怎么换彩铃", "vas_service", service_name="yt_sv_ringtone")
    assert "在应用里换" in words(said)
