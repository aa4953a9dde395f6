"""The customer's page on a phone and on a desktop."""

import re

import pytest
from playwright.sync_api import expect

from recsys.customers.load import bills_of, customer
from recsys.engine import Engine
from recsys.orders.order import orders_of
from tests.browser.conftest import DESKTOP, PHONE, Open, Window
from tests.conversations.effects import eventually

PAINTED_S = 1.0


def test_a_visitor_of_the_demo_picks_who_to_be(window: Open) -> None:
    page = window("demo", PHONE).page
    page.goto("/chat")
    page.get_by_role("button", name=re.compile("王阿姨")).click()
    expect(page.get_by_role("heading", name="小画")).to_be_visible()
    expect(page.get_by_text("智能客服机器人 · 王阿姨")).to_be_visible()
    expect(page.get_by_role("button", name="转人工").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_a_question_to_an_order_of_a_plan(chat: Open, live: Engine, size: tuple[int, int]) -> None:
    chen = chat(f"chat-{size[0]}", "小陈", size)
    chen.shoot("1-open")
    chen.say("流量老是超,有没有更划算的套餐")
    card = chen.page.locator(".card.plan").first
    expect(card.locator(".saving")).to_contain_text("每月约省")
    assert card.locator("progress").count() >= 1
    card.get_by_text("怎么算的").click()
    expect(card.locator(".lines table").first).to_be_visible()
    card.get_by_text("为什么推荐给我").click()
    expect(card.locator(".why")).to_contain_text("38.50元")
    card.scroll_into_view_if_needed()
    chen.shoot("2-plan")
    title = card.get_by_role("heading").inner_text()
    before = chen.page.locator(".entry.bot").count()
    card.get_by_role("button", name="办理").click()
    chen.answered(before)
    assert "确认办理吗" in chen.newest
    chen.shoot("3-confirm")
    chen.press("确认办理")
    expect(chen.page.locator(".card.order").last).to_contain_text(title.split(" + ")[0])
    chen.shoot("4-ordered")
    assert live.catalogue.item(orders_of(live, chen.person)[0].product_id).title in title
    _fits_the_screen(chen)


def test_plans_are_compared_in_a_table_that_scrolls_sideways(chat: Open) -> None:
    lin = chat("compare", "小林")
    lin.say("59和79还有129差在哪")
    table = lin.page.locator(".card.table").last
    expect(table.get_by_role("columnheader", name="畅享79元套餐")).to_be_attached()
    wide, shown = (table.evaluate(f"one => one.{width}") for width in ("scrollWidth", "clientWidth"))
    assert wide > shown
    _fits_the_screen(lin)
    lin.shoot("table")


def test_bills_are_drawn_as_bars_with_the_same_figures_in_words(chat: Open, live: Engine) -> None:
    zhao = chat("bill", "赵师傅")
    zhao.say("上个月话费多少")
    chart = zhao.page.locator(".chart .canvas")
    expect(chart.locator("canvas")).to_be_visible()
    read = chart.get_attribute("aria-label") or ""
    for bill in bills_of(live, zhao.person):
        assert f"{bill['total'] / 100}" in read
    zhao.shoot("chart")


def test_a_talk_goes_on_after_a_reload(chat: Open) -> None:
    wang = chat("reload", "王阿姨")
    wang.say("你好")
    wang.page.reload()
    expect(wang.page.locator(".entry.customer")).to_have_count(1)
    expect(wang.page.locator(".entry.bot")).to_have_count(1)
    wang.say("我现在是什么套餐")
    expect(wang.page.locator(".entry.customer")).to_have_count(2)


def test_what_a_customer_writes_is_never_markup(chat: Open) -> None:
    lin = chat("markup", "小林")
    lin.say("<img src=x onerror=alert(1)><b>粗体</b>话费多少")
    expect(lin.page.locator(".entry.customer .bubble")).to_have_text(
        "<img src=x onerror=alert(1)><b>粗体</b>话费多少"
    )
    assert lin.page.locator(".entry.customer img").count() == 0


def test_everything_is_within_reach_of_the_keyboard(chat: Open) -> None:
    chen = chat("keyboard", "小陈")
    chen.say("推荐个划算的套餐")
    reached = set()
    chen.page.get_by_label("想说的话").focus()
    for _ in range(40):
        chen.page.keyboard.press("Shift+Tab")
        reached.add(chen.page.evaluate("document.activeElement.innerText"))
    assert {"办理", "怎么算的", "为什么推荐给我", "转人工"} <= {text.strip() for text in reached}
    assert chen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_page_is_painted_within_a_second(chat: Open) -> None:
    wang = chat("paint", "王阿姨")
    painted = []
    for _ in range(3):  # a machine that does something else just then says nothing of the page
        wang.page.reload(wait_until="load")
        measured = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        wang.page.wait_for_function(f"() => {measured} !== undefined")
        painted.append(wang.page.evaluate(measured) / 1000)
    assert min(painted) <= PAINTED_S


def test_the_dark_page_is_readable(chat: Open) -> None:
    wang = chat("dark", "王阿姨", PHONE, "dark")
    wang.say("有什么稳一点的理财")
    paper, ink = (
        wang.page.evaluate(f"getComputedStyle(document.body).{what}") for what in ("backgroundColor", "color")
    )
    assert _light(ink) - _light(paper) > 0.5
    wang.shoot("talk")


def test_who_asks_for_a_person_is_told_that_they_queue(chat: Open, live: Engine) -> None:
    wang = chat("human", "王阿姨")
    wang.press("转人工")
    assert "人工" in wang.newest
    waiting = live.redis.hgetall(
        f"huake:conv:{wang.page.locator('#talk').get_attribute('data-conversation')}:meta"
    )
    assert eventually(lambda: "waiting_since" in waiting)
    assert customer(live, wang.person).id == wang.person


def _fits_the_screen(window: Window) -> None:
    """Nothing sticks out to the side."""
    wide = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def _light(colour: str) -> float:
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
