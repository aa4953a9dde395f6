"""Bills."""

from tests.unit.actions.conftest import hit, kinds, words


def test_six_months_and_the_latest_line_by_line(talk):
    said = talk("c000002").say("show_bill", "这个月话费多少", "ask_bill")
    assert kinds(said) == ["chart", "card:service"]
    chart, card = said.messages
    assert len(chart["x"]) == len(chart["series"][0]["values"]) == 6 and chart["x"][-1] == "2026年10月"
    month = card["explain"][0]
    assert sum(line["amount"] for line in month["lines"]) == month["total"]
    assert card["price"] == f"{month['total'] / 100:.2f}元"


def test_a_named_month_is_shown(talk):
    span = {"from": "2026-08-01", "to": "2026-08-31"}
    said = talk("c000002").say("show_bill", "8月话费多少", "ask_bill", date=span)
    assert said.messages[1]["title"] == "2026年8月账单"


def test_a_month_we_do_not_have_is_said_so(talk):
    said = talk("c000002").say("show_bill", "去年8月话费", "ask_bill", date="2025-08-01")
    assert "不在我能查的范围" in words(said) and kinds(said) == ["choices", "chart"]


def test_invoices_are_explained(talk_knowing):
    said = talk_knowing("c000002", 发票=hit("在应用里开。", "ask_bill")).say(
        "show_bill", "怎么开发票", "ask_bill"
    )
    assert words(said).startswith("在应用里开")


def test_of_several_months_the_last_is_shown_line_by_line(talk):
    span = {"from": "2026-07-01", "to": "2026-09-30"}
    said = talk("c000002").say("show_bill", "三季度的话费", "ask_bill", date=span)
    assert said.messages[1]["title"] == "2026年9月账单"
