"""What is taken back in the same breath."""

import pytest

from actions.message.correction import corrected, still_meant, still_said


@pytest.mark.parametrize(
    ("said", "wrong_and_right"),
    [
        ("不是80,是18", (80, 18)),
        ("不是八十是十八", (80, 18)),
        ("不对,不是79是59", (79, 59)),
        ("我要两万不是两千", (2000, 20000)),
        ("不要79的要59的", (79, 59)),
        ("不要超过100,要30G的", None),
        ("是不是要18", None),
        ("我不是学生,我今年30", None),
        ("三十个G", None),
    ],
)
def test_the_wrong_and_the_right_number(said: str, wrong_and_right: tuple[int, int] | None) -> None:
    assert corrected(said) == wrong_and_right


def test_an_entity_that_is_taken_back_is_not_said() -> None:
    text = "不是80G是18G"
    both = [
        {"entity": "data_volume", "value": 80 * 1024, "start": 2, "end": 5},
        {"entity": "data_volume", "value": 18 * 1024, "start": 6, "end": 9},
    ]
    assert [one["value"] for one in still_said(text, both)] == [18 * 1024]
    assert [one["value"] for one in still_said("要80G和18G", both)] == [80 * 1024, 18 * 1024]


def test_words_that_are_taken_back_are_not_meant() -> None:
    assert "通话" not in still_meant("我说的是流量不是通话")
    assert still_meant("有没有流量包") == "有没有流量包"
