"""An agent at work: sees who talks, takes over, writes, hands back."""

from collections.abc import Callable

import sqlalchemy as sa
from playwright.sync_api import expect

from recsys.engine import Engine
from recsys.sql import schema as t
from tests.browser.conftest import Open, Window
from tests.conversations.effects import eventually

Staff = Callable[[str], Window]


def test_an_agent_takes_over_writes_and_hands_back(chat: Open, staff: Staff) -> None:
    chen = chat("customer", "小陈")
    chen.say("流量老是超,有没有划算的套餐")
    chen.press("转人工")
    conversation = chen.page.locator("#talk").get_attribute("data-conversation")
    desk = staff("agent")
    row = desk.page.locator(f"#q-{conversation}")
    expect(row).to_contain_text("客户要求")
    row.click()
    expect(desk.page.locator("#talk")).to_contain_text("流量老是超")
    expect(desk.page.get_by_role("region", name="客户")).to_contain_text("小*")
    expect(desk.page.get_by_role("region", name="知识")).to_contain_text("来源")
    expect(desk.page.get_by_role("region", name="政策")).to_contain_text("可以办")
    desk.shoot("1-opened")
    desk.page.get_by_role("button", name="接管").click()
    expect(desk.page.get_by_role("button", name="交还机器人")).to_be_visible()
    desk.page.get_by_label("回复客户").fill("您好,我是客服小李,套餐我帮您看看。")
    desk.page.get_by_role("button", name="发送").click()
    expect(chen.page.locator(".entry.agent").last).to_contain_text("客服小李")
    chen.shoot("agent-wrote")
    chen.page.get_by_label("想说的话").fill("好的,谢谢你")
    chen.page.keyboard.press("Enter")
    expect(desk.page.locator("#talk .entry.customer").last).to_contain_text("谢谢你")
    bot = chen.page.locator(".entry.bot").count()
    desk.shoot("2-talking")
    desk.page.get_by_role("button", name="交还机器人").click()
    expect(desk.page.get_by_role("button", name="接管")).to_be_visible()
    assert chen.page.locator(".entry.bot").count() == bot
    chen.say("这个月话费多少")
    assert "话费" in chen.newest or "账单" in chen.newest


def test_who_needs_a_person_most_stands_first_with_a_summary(chat: Open, staff: Staff) -> None:
    asked, grave = chat("asked", "小陈"), chat("grave", "刘先生")
    asked.say("流量老是超,有没有划算的套餐")
    asked.press("转人工")
    grave.say("你们乱扣费,再不处理我就打12315")
    grave.press("转人工")
    desk = staff("agent")
    rows = desk.page.locator("#queue .rows a")
    mine = rows.filter(has_text="刘*").or_(rows.filter(has_text="小*"))  # others may wait since earlier
    expect(mine.first).to_contain_text("可能升级投诉")
    expect(mine.first).to_contain_text("刘*")
    mine.first.click()
    expect(desk.page.get_by_label("转接摘要")).to_contain_text("刘*")
    for name, width in (("queue-1440", 1440), ("queue-390", 390)):
        desk.page.set_viewport_size({"width": width, "height": 900})
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, (
            "nothing hangs over the side"
        )
        desk.shoot(name)
    desk.page.set_viewport_size({"width": 1440, "height": 900})
    desk.page.get_by_role("button", name="接管").click()
    desk.shoot("queue-taken")
    asked.page.get_by_label("想说的话").fill("不等了")
    asked.page.keyboard.press("Enter")
    expect(asked.page.locator(".entry.bot").last).to_contain_text("取消排队")
    desk.page.get_by_role("button", name="办妥了,结束").click()
    expect(desk.page.get_by_role("button", name="接管")).to_be_visible()


def test_a_suggestion_is_used_or_dismissed_with_a_reason(chat: Open, staff: Staff, live: Engine) -> None:
    wang = chat("customer", "王阿姨")
    wang.say("有没有便宜点的套餐")
    conversation = wang.page.locator("#talk").get_attribute("data-conversation")
    desk = staff("agent")
    desk.page.goto(f"/copilot?conversation={conversation}")
    desk.page.get_by_role("button", name="接管").click()
    expect(desk.page.get_by_role("button", name="交还机器人")).to_be_visible()
    draft = desk.page.locator("#draft")
    expect(draft).not_to_be_empty()
    words = draft.inner_text()
    desk.page.get_by_role("button", name="采用").click()
    expect(desk.page.get_by_label("回复客户")).to_have_value(words)
    desk.page.get_by_text("不用", exact=True).click()
    desk.page.get_by_label("原因").select_option("时机不对")
    desk.shoot("suggestion")
    desk.page.get_by_role("button", name="确定").click()
    assert eventually(lambda: {"suggestion.used", "suggestion.dismissed"} <= _types(live, wang.person), 5)


def test_words_that_are_forbidden_do_not_reach_the_customer(chat: Open, staff: Staff) -> None:
    wang = chat("customer", "王阿姨")
    wang.press("转人工")
    conversation = wang.page.locator("#talk").get_attribute("data-conversation")
    desk = staff("agent")
    desk.page.goto(f"/copilot?conversation={conversation}")
    desk.page.get_by_role("button", name="接管").click()
    desk.page.get_by_label("回复客户").fill("这个产品保本,稳赚")
    desk.page.get_by_role("button", name="发送").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("保本")
    desk.shoot("forbidden")
    assert wang.page.get_by_text("稳赚").count() == 0
    desk.troubles[:] = [one for one in desk.troubles if "409" not in one]
    desk.page.get_by_role("button", name="交还机器人").click()


def test_nobody_sees_the_page_without_a_login(window: Open) -> None:
    page = window("stranger").page
    page.goto("/copilot")
    expect(page.get_by_role("heading", name="员工登录")).to_be_visible()


def _types(live: Engine, customer_id: str) -> set[str]:
    with live.read() as connection:
        return set(
            connection.scalars(sa.select(t.events.c.type).where(t.events.c.customer_id == customer_id))
        )
