"""A whole message: offsets into the original, overlaps settled, private numbers hidden from all finders."""

import time
from datetime import date

import pytest

from bot.nlu.entities.extract import extract
from bot.nlu.entities.fold import fold
from bot.nlu.entities.names import prepare

DAY = date(2026, 7, 15)
CATALOGUE = prepare(
    [
        {"id": "p79", "kind": "plan", "line": "mobile", "names": ["畅享79元套餐", "畅享79", "79套餐"]},
        {"id": "d3", "kind": "wealth", "line": "wealth", "names": ["三年定期"]},
        {"id": "short", "kind": "service", "line": "service", "names": ["短号网"]},
    ]
)


def said(text: str) -> list[tuple[str, object, str]]:
    return [(item.entity, item.value, text[item.start : item.end]) for item in extract(text, DAY, CATALOGUE)]


def test_one_sentence_gives_budget_and_volume() -> None:
    assert said("我想要每月100块以内流量30G以上的套餐") == [
        ("money", {"max": 10000}, "100块以内"),
        ("data_volume", {"min": 30720}, "30G以上"),
    ]


def test_offsets_are_into_the_original_text_even_when_characters_fold_to_several() -> None:
    text = "㎏㏒​５０块,明天"
    assert [(text[item.start : item.end], item.value) for item in extract(text, DAY, CATALOGUE)] == [
        ("５０块", 5000),
        ("明天", "2026-07-16"),
    ]


def test_folding_drops_what_cannot_be_seen_and_keeps_the_way_back() -> None:
    folded = fold("Ａ​B　Ｃ")
    assert folded.text == "ab c"
    assert folded.span(0, 2) == (0, 3)


def test_a_number_inside_a_plan_name_is_not_money() -> None:
    assert said("畅享79元套餐") == [("plan_name", "p79", "畅享79元套餐")]


def test_a_product_that_is_called_by_its_term_gives_the_term_too() -> None:
    assert set(said("三年定期利率")[i][:2] for i in range(2)) == {("product_name", "d3"), ("duration", "P3Y")}


def test_a_service_on_a_bill_is_both_a_service_and_a_bill_item() -> None:
    assert [(entity, value) for entity, value, _ in said("短号网怎么扣我5块")] == [
        ("service_name", "short"),
        ("bill_item", "短号网"),
        ("money", 500),
    ]


def test_digits_of_a_private_number_are_nothing_else() -> None:
    assert [entity for entity, _, _ in said("给13800001234充50")] == ["phone_number", "money"]


def test_empty_and_strange_texts_have_no_entities() -> None:
    for text in ("", " ", "🙂🙂", "\x00\x07", "。。。", "a" * 500):
        assert said(text) == []


HOSTILE = (
    "账户管理",
    "短信通知",
    "一个月",
    "9块9",
    "一二三四五六",
    "1-",
    "不超过",
    "上上下下",
    "五十到",
    "¥",
    "5G",
    "10月",
    "R1到",
    "稳健",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_takes_no_longer_than_a_long_one(piece: str) -> None:
    text = (piece * 500)[:500]
    started = time.process_time()
    said(text)
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize("digit", ["1", "一", "9,"])
def test_a_number_of_thousands_of_digits_is_no_amount_and_no_error(digit: str) -> None:
    assert said(digit * 5000 + "块") == []
