"""What staff do beside talking: an agent notes a call, a supervisor keeps lists and merges records."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from recsys.customers.alias import kept
from recsys.engine import Engine
from recsys.offer.policy_view import policy_view
from recsys.sql import schema as t
from tests.browser.conftest import PHONE, Open, Window
from tests.conversations.effects import eventually
from tests.fixtures.twins import twin

Staff = Callable[[str], Window]
LI, BANK_LI = "c000003", "b000003"  # one person whom carrier and bank know under two numbers


def opened(chat: Open, staff: Staff, person: str, words: str) -> tuple[Window, Window]:
    """The customer's window and the agent's, the conversation open in it."""
    customer = chat("customer", person)
    customer.say(words)
    conversation = customer.page.locator("#talk").get_attribute("data-conversation")
    desk = staff("agent")
    desk.page.goto(f"/copilot?conversation={conversation}")
    expect(desk.page.locator(".panel.now")).to_be_visible(timeout=15_000)
    return customer, desk


def test_a_call_is_noted_by_keyboard_and_once_however_often_it_is_sent(
    chat: Open, staff: Staff, live: Engine
) -> None:
    customer, desk = opened(chat, staff, "王阿姨", "宽带能不能提速")
    page, before = desk.page, _notes(live, customer.person)
    page.keyboard.press("Alt+j")
    expect(page.get_by_label("咨询", exact=True)).to_be_focused()
    expect(page.locator("#note [name=business_type]")).to_have_value("宽带")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("业务查询", exact=True)).to_be_checked()
    page.get_by_label("内容", exact=True).fill("电话里说清了提速价格")
    desk.shoot("note-1440")
    page.evaluate("for (const _ of [1, 2]) document.getElementById('note').requestSubmit()")
    expect(page.get_by_role("status")).to_contain_text("已记录:业务查询 · 宽带 · 已答复")
    recent = page.locator("#side .contacts")
    expect(recent).to_contain_text("热线 业务查询 · 宽带")
    assert len(_notes(live, customer.person) - before) == 1
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    _fits(page)
    desk.shoot("note-360")


def test_what_was_refused_in_the_call_is_no_suggestion_any_more(chat: Open, staff: Staff) -> None:
    _, desk = opened(chat, staff, "小陈", "流量老是超,有没有更划算的套餐")
    page = desk.page
    step = page.locator(".panel.now")
    product = step.get_attribute("data-product") or ""
    assert product
    page.keyboard.press("Alt+j")
    page.get_by_label("营销接触", exact=True).check(force=True)
    page.get_by_label("结果").locator("visible=true").select_option("拒绝")
    page.get_by_label("提到的产品").select_option(product)
    page.get_by_label("内容", exact=True).fill("嫌合约太长")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("产品各渠道不再提")
    expect(step).not_to_have_attribute("data-product", product)
    expect(page.get_by_role("region", name="政策")).to_contain_text("客户不要,过一阵再提")
    desk.shoot("refused-in-call")


def test_who_only_called_is_found_and_a_complaint_becomes_a_ticket(staff: Staff, live: Engine) -> None:
    desk = staff("agent")
    page = desk.page
    page.get_by_role("link", name="记来电").click()
    page.get_by_label("客户编号或手机号").fill("13900000000")
    page.get_by_role("button", name="找客户").click()
    expect(page.get_by_role("alert").first).to_contain_text("没有这位客户")
    page.get_by_label("客户编号或手机号").fill(twin(live, "赵师傅"))
    page.get_by_role("button", name="找客户").click()
    expect(page.get_by_role("region", name="客户")).to_contain_text("赵**")
    page.get_by_label("投诉", exact=True).check(force=True)
    page.get_by_label("内容", exact=True).fill("营业厅排队太久")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"已记录:投诉 .* · 已受理,工单TS\d+"))
    expect(page.get_by_role("region", name="客户")).to_contain_text("热线 投诉")
    desk.shoot("caller-1440")
    desk.troubles[:] = [one for one in desk.troubles if "404" not in one]


def test_a_list_closes_and_opens_what_may_be_offered_at_once(chat: Open, staff: Staff, live: Engine) -> None:
    person = chat("listed", "小林").person
    desk = staff("supervisor")
    page = desk.page
    page.get_by_role("link", name="名单").click()

    def enter(reason: str) -> None:
        page.get_by_label("客户编号或手机号").fill(person)
        page.locator("#list").select_option("black")
        page.get_by_label("原因").fill(reason)
        page.get_by_label("最后一天").fill("2099-12-31")
        page.get_by_role("button", name="加入名单").click()

    assert _offers(live, person)
    enter("核实身份")
    row = page.get_by_role("row").filter(has_text=person)
    expect(row).to_contain_text("黑名单")
    assert not _offers(live, person)
    enter("又来一次")
    expect(page.get_by_role("alert").locator("visible=true")).to_contain_text("已经在黑名单里")
    desk.shoot("lists-1440")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    _fits(page)
    page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="提前结束").click()
    expect(row).to_have_count(0)
    assert _offers(live, person)
    desk.troubles[:] = [one for one in desk.troubles if "422" not in one]


def test_a_supervisor_sees_what_a_merge_makes_merges_and_takes_it_back(staff: Staff, live: Engine) -> None:
    desk = staff("supervisor")
    page = desk.page
    page.get_by_role("link", name="客户合并").click()
    with page.expect_navigation():
        page.get_by_role("button", name="重新查找").click()
    pair = page.get_by_role("region", name=f"{BANK_LI} 和 {LI}")
    expect(pair.get_by_role("columnheader", name=f"合并后 {LI}")).to_be_visible()
    expect(pair.get_by_role("row", name="手机号")).to_contain_text("来源更可信")
    pair.get_by_role("button", name="合并", exact=True).click()  # without a reason nothing happens
    assert kept(live, BANK_LI) == BANK_LI
    pair.get_by_label("理由").fill("柜台核对过证件")
    desk.shoot("merge-1440")
    pair.get_by_role("button", name="合并", exact=True).click()
    expect(pair).to_have_count(0)
    assert kept(live, BANK_LI) == LI
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    _fits(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=f"撤销 {BANK_LI} 并入 {LI}").click()
    expect(pair).to_be_visible()
    assert eventually(lambda: kept(live, BANK_LI) == BANK_LI)
    desk.shoot("merge-360")


def _notes(live: Engine, customer_id: str) -> set[str]:
    e = t.events.c
    with live.read() as connection:
        query = sa.select(e.id).where(e.customer_id == customer_id, e.id.startswith("e_note_"))
        return set(connection.scalars(query))


def _offers(live: Engine, customer_id: str) -> int:
    return len(policy_view(live, customer_id, None, datetime.now(UTC)).offers)


def _fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "nothing hangs over the side"
