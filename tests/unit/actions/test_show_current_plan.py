"""What a customer has now."""

from tests.unit.actions.conftest import kinds, words


def test_zhang_sees_plan_broadband_and_services_with_prices(talk):
    said = talk("c000005").say("show_current_plan", "我现在办的啥套餐", "ask_current_plan")
    assert kinds(said)[0] == "card:plan" and "宽带" in words(said) and "合计" in words(said)


def test_what_is_booked_is_said(talk):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    chen.say("change_plan", "确认", "affirm")
    said = chen.say("show_current_plan", "我什么套餐", "ask_current_plan")
    assert "已预约:畅享79元套餐从2026年12月1日起生效" in words(said)
