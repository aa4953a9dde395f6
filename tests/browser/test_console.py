"""A marketer at work: picks people by tags, sees who falls out and why, sends, and the customer answers."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from recsys.engine import Engine
from tests.browser.conftest import Open, Window
from tests.conversations.effects import eventually

Staff = Callable[[str], Window]
PACK = "10元流量加油包"


def test_a_push_lands_in_the_open_talk_and_is_answered_there(chat: Open, staff: Staff, live: Engine) -> None:
    lin = chat("pushed", "小林")
    lin.say("流量老不够用,看看流量包")
    assert eventually(lambda: _tagged(live, lin.person))
    desk = staff("marketer")
    page = desk.page
    desk.shoot("1-overview")
    page.get_by_role("link", name="新建活动").click()
    _pick(page, "wants_data")
    preview = page.locator("#preview")
    expect(preview.locator(".count")).not_to_have_text("0")
    page.get_by_label("活动名称").fill("流量不够的同学")
    page.get_by_label("产品", exact=True).select_option(label=PACK)
    page.get_by_label("文案(写明产品名称)").fill(f"流量不够用?{PACK}一次性生效,不自动续订。")
    expect(preview).to_contain_text("客户看到的")
    expect(preview).to_contain_text("退订")
    desk.shoot("2-draft")
    page.get_by_role("button", name="保存活动").click()
    page.wait_for_url("**/console/campaigns/*")
    page.get_by_role("button", name="现在发送").click()
    expect(page.locator("dl.facts").last).to_contain_text("已发送")
    desk.shoot("3-sent")
    pushed = lin.page.locator(".entry.bot").last
    expect(pushed).to_contain_text(PACK)
    lin.shoot("pushed")
    lin.press("了解一下")
    assert "10元" in lin.newest


def test_who_may_not_be_contacted_is_named_with_the_reason(chat: Open, staff: Staff, live: Engine) -> None:
    zhou = chat("silent", "周女士")
    liu = chat("angry", "刘先生")
    liu.say("看看流量包")
    assert eventually(lambda: _tagged(live, liu.person))
    desk = staff("marketer")
    page = desk.page
    page.goto("/console/campaigns/new")
    _pick(page, "wants_data")
    page.get_by_label("产品", exact=True).select_option(label=PACK)
    page.get_by_label("文案(写明产品名称)").fill(f"{PACK},不自动续订。")
    page.get_by_label("活动名称").fill("试一下")
    expect(page.locator("#preview")).to_contain_text("不会收到的")
    desk.shoot("4-suppressed")
    page.get_by_role("button", name="保存活动").click()
    page.wait_for_url("**/console/campaigns/*")
    page.get_by_role("button", name="现在发送").click()
    expect(page.get_by_text("为什么没有发")).to_be_visible()
    desk.shoot("5-reasons")
    assert liu.page.locator(".entry.bot[data-at]").count() == 1
    assert zhou.page.locator(".entry.bot[data-at]").count() == 0


def test_tags_are_listed_with_what_they_are_for(staff: Staff) -> None:
    desk = staff("marketer")
    page = desk.page
    page.get_by_role("link", name="标签").click()
    page.get_by_label("找标签").fill("账单突增")
    expect(page.locator("#found")).to_contain_text("1 个标签")
    desk.shoot("6-tags")
    page.goto("/console/tags/arpu")
    expect(page.locator(".canvas canvas")).to_be_visible()
    page.get_by_label("客户编号").fill("c000002")
    page.get_by_role("button", name="看原因").click()
    expect(page.locator("#why")).to_contain_text("依据")
    desk.shoot("7-tag")


def _pick(page: Page, tag: str) -> None:
    """Choose the first condition's tag; the rest of the sentence follows."""
    page.get_by_label("条件").first.select_option(tag)
    expect(page.locator("#preview .count")).to_be_visible()


def _tagged(live: Engine, customer_id: str) -> bool:
    from datetime import UTC, datetime

    from recsys.tags.store import tags_of

    return "wants_data" in {tag.key for tag in tags_of(live, customer_id, datetime.now(UTC))}
