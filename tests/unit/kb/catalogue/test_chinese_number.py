from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.chinese_number import chinese_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("一百二", "120"),
        ("一百二十", "120"),
        ("一百零二", "102"),
        ("两千三", "2300"),
        ("三千零五十", "3050"),
        ("两万五", "25000"),
        ("两万五千", "25000"),
        ("一万零八百", "10800"),
        ("十二万", "120000"),
        ("七九", "79"),
        ("半", "0.5"),
    ],
)
def test_numerals_are_read_as_people_say_them(text: str, value: str) -> None:
    assert chinese_number(text) == Decimal(value)


def written(number: int) -> str:
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    if number >= 10_000:
        low = number % 10_000
        return written(number // 10_000) + "万" + (("零" if low < 1000 else "") + written(low) if low else "")
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + places[place]
        gap = not digit
    return text or "零"


@given(st.integers(0, 99_999_999))
def test_every_number_written_in_full_is_read_back(number: int) -> None:
    assert chinese_number(written(number)) == number
