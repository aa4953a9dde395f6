"""Numbers that must not be kept."""

import pytest

from channels.mask import mask_name, mask_numbers, mask_phone
from channels.text import normalise
from scripts.entity_quality import tables


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我的号码是13812345678", "我的号码是138*****678"),
        ("138 1234 5678打给我", "138 **** *678打给我"),
        ("+8613812345678", "+861*******678"),
        ("一三八一二三四五六七八", "一三八*****六七八"),
        ("壹叁捌壹贰叁肆伍陆柒捌", "壹叁捌*****陆柒捌"),
        ("008613812345678", "008*********678"),
        ("110105900307651", "110*********651"),
        ("身份证44010619900101123X", "身份证440************23X"),
        ("卡号6222021234567890123", "卡号622*************123"),
        ("010-12345678", "010-*****678"),
    ],
)
def test_a_private_number_is_hidden_and_the_length_stays(text: str, kept: str) -> None:
    assert mask_numbers(text) == kept
    assert len(kept) == len(text)


def test_every_private_number_that_the_bot_knows_is_hidden_before_it_is_kept() -> None:
    table = next(table for table in tables() if table.name == "masked")
    for text, private in table.cases.items():
        kept = mask_numbers(normalise(text))
        assert all(kept.count("*") >= 5 for _ in private), text


@pytest.mark.parametrize(
    "text",
    [
        "充100元",
        "工单GZ26112200002",
        "2026年11月22日",
        "给我查下10068",
        "流量用了1234567890MB",
        "3.1415926535897",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert mask_numbers(text) == text


def test_names_and_phones_are_shown_in_part() -> None:
    assert mask_phone("13812345678") == "138****5678"
    assert mask_name("王小明") == "王**"
