"""Verb and name: what our own buttons say is understood whatever the name sounds like."""

import pytest

from bot.nlu.named_request import read_requests, requested

NAMES = {
    "畅享79元套餐": "plan",
    "港澳7天漫游包": "pack",
    "周周享": "wealth",
    "儿童守护": "service",
    "整存整取三年": "wealth",
}
KINDS = {f"id-{name}": kind for name, kind in NAMES.items()}


def understood(text: str, intent: str = "out_of_scope") -> str | None:
    entities = [
        {
            "entity": {"plan": "plan_name", "service": "service_name"}.get(kind, "product_name"),
            "value": f"id-{name}",
            "start": text.index(name),
            "end": text.index(name) + len(name),
        }
        for name, kind in NAMES.items()
        if name in text
    ]
    return requested(text, intent, entities, KINDS, read_requests())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("办理畅享79元套餐", "change_plan"),
        ("我要换成畅享79元套餐吧", "change_plan"),
        ("办理港澳7天漫游包", "buy_data_pack"),
        ("退订儿童守护", "vas_service"),
        ("购买周周享", "buy_wealth"),
        ("赎回周周享", "buy_wealth"),
        ("介绍一下畅享79元套餐", "ask_plan_detail"),
        ("周周享是什么", "ask_wealth_detail"),
    ],
)
def test_verb_and_name_are_a_request(text: str, intent: str) -> None:
    assert understood(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "畅享79元套餐",
        "畅享79元套餐流量用完怎么收费",
        "办理畅享79元套餐和儿童守护",
        "办理什么好",
        "办了畅享79元套餐以后一直扣钱",
    ],
)
def test_anything_else_is_left_as_it_was_understood(text: str) -> None:
    assert understood(text) is None


def test_an_intent_that_fits_as_well_is_kept() -> None:
    assert understood("整存整取三年是什么", "ask_deposit") is None
