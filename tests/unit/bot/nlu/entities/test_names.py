"""Catalogue names said exactly, by price, by family, misheard and misspelt."""

import pytest

from bot.nlu.entities.names import prepare
from bot.nlu.entities.naming import find

CATALOGUE = prepare(
    [
        {"id": "p59", "kind": "plan", "line": "mobile", "names": ["畅享59元套餐", "畅享59", "59套餐"]},
        {"id": "p79", "kind": "plan", "line": "mobile", "names": ["畅享79元套餐", "畅享79", "79套餐"]},
        {"id": "p129", "kind": "plan", "line": "mobile", "names": ["畅享129元套餐", "畅享129", "129套餐"]},
        {"id": "h19", "kind": "plan", "line": "mobile", "names": ["云花卡19元轻享版", "花卡19"]},
        {"id": "h29", "kind": "plan", "line": "mobile", "names": ["云花卡29元套餐", "花卡29元"]},
        {"id": "d10", "kind": "pack", "line": "pack", "names": ["10元流量包"]},
        {"id": "ring", "kind": "service", "line": "service", "names": ["彩铃", "云通彩铃"]},
        {"id": "w6", "kind": "wealth", "line": "wealth", "names": ["云行稳健半年持有", "稳健半年"]},
        {"id": "w7", "kind": "wealth", "line": "wealth", "names": ["安心养老目标2035"]},
    ]
)


def named(text: str) -> list[tuple[str, object, str]]:
    return [(item.entity, item.value, text[item.start : item.end]) for item in find(text, CATALOGUE)]


@pytest.mark.parametrize(
    ("text", "entity", "value", "said"),
    [
        ("畅享79怎么样", "plan_name", "p79", "畅享79"),
        ("畅享 79 多少钱", "plan_name", "p79", "畅享 79"),
        ("129那个套餐有多少流量", "plan_name", "p129", "129那个套餐"),
        ("129那个", "plan_name", "p129", "129那个"),
        ("帮我换成79的套餐", "plan_name", "p79", "79的套餐"),
        ("七十九的套餐", "plan_name", "p79", "七十九的套餐"),
        ("59块的套餐", "plan_name", "p59", "59块的套餐"),
        ("换成129吧", "plan_name", "p129", "129"),
        ("79档", "plan_name", "p79", "79档"),
        ("花卡多少钱", "plan_name", "h19", "花卡"),
        ("花卡29元", "plan_name", "h29", "花卡29元"),
        ("畅想79", "plan_name", "p79", "畅想79"),
        ("来个10元流量包", "product_name", "d10", "10元流量包"),
        ("来个10块钱的流量包", "product_name", "d10", "10块钱的流量包"),
        ("来个 十块钱的 流量包", "product_name", "d10", "十块钱的 流量包"),
        ("花卡二十九块", "plan_name", "h29", "花卡二十九块"),
        ("把彩铃给我关了", "service_name", "ring", "彩铃"),
        ("稳健半年能提前取吗", "product_name", "w6", "稳健半年"),
        ("稳建半年收益", "product_name", "w6", "稳建半年"),
        ("安心养老的目标2035", "product_name", "w7", "安心养老的目标2035"),
        ("安心老目标2035", "product_name", "w7", "安心老目标2035"),
        ("安心养考目标2035", "product_name", "w7", "安心养考目标2035"),
    ],
)
def test_a_name_is_recognised(text: str, entity: str, value: str, said: str) -> None:
    assert named(text) == [(entity, value, said)]


@pytest.mark.parametrize(
    ("text", "values"), [("59和79差在哪", ["p59", "p79"]), ("59跟129哪个划算", ["p59", "p129"])]
)
def test_two_prices_that_are_compared_are_two_plans(text: str, values: list[str]) -> None:
    assert [value for _entity, value, _said in named(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "110元流量包",
        "还剩79分钟",
        "充79块",
        "1290",
        "优享流量",
        "我今年59岁",
        "套餐",
        "79个G",
        "129号线",
        "安心养老目标2040",
    ],
)
def test_other_numbers_and_words_are_no_names(text: str) -> None:
    assert named(text) == []
