"""Sentences made from data."""

import pytest

from recsys.offer.wording import reason, shown, volume


def test_a_reason_reads_as_the_house_says_it_and_keeps_its_data() -> None:
    made = reason("exceeds_data", months=6, exceeded=4, extra_fen=3850)
    assert made.text == "近6个月有4个月超出流量,平均每月多付38.50元"
    assert made.data == {"months": 6, "exceeded": 4, "extra_fen": 3850}


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        reason("because")


@pytest.mark.parametrize(
    ("mb", "text"),
    [(500, "500MB"), (1024, "1GB"), (2253, "2.2GB"), (35840, "35GB"), (2047, "1.9GB"), (0, "0MB")],
)
def test_data_is_written_in_gb_and_never_rounded_up(mb: int, text: str) -> None:
    assert volume(mb) == text


def test_the_name_of_a_value_says_how_it_is_shown() -> None:
    assert shown("until_day", "2026-11-03") == "2026年11月3日"
    assert shown("first_month", "2026-05") == "2026年5月"
    assert shown("packs", ["10元流量月包", "5元短信月包"]) == "10元流量月包、5元短信月包"
