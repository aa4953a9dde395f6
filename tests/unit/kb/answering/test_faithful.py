import pytest

from kb.answering.faithful import departures

SOURCE = (
    "云花卡29元套餐含18GB通用加30GB定向流量,不含通话,打电话0.15元/分钟。"
    "合约12个月,提前退要付100元违约金,首6个月每月减10元,拨10068可以办理。"
)
NAMES = {
    "yt_hk_29": ("云花卡29元套餐", "花卡29"),
    "yt_cx_79": ("畅享79元套餐", "畅享79"),
    "yt_sv_family": ("亲情网",),
}


@pytest.mark.parametrize(
    "said",
    [
        SOURCE,
        SOURCE.replace("云花卡29元套餐", "花卡29"),
        SOURCE.replace("12个月", "一年").replace("100元", "一百元"),
        SOURCE.replace("每月减10元", "每个月少10块"),
        "您好," + SOURCE.replace("含", "里有"),
        SOURCE.replace("0.15元", "1毛5分钱").replace("1毛5分钱", "0.15元"),
    ],
)
def test_other_words_for_the_same_may_be_said(said: str) -> None:
    assert departures(said, SOURCE, NAMES) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("18GB", "20GB", "20GB"),
        ("100元", "200元", "200元"),
        ("100元", "二百元", "二百元"),
        ("100元", "10068元", "10068元"),
        ("12个月", "两年", "两年"),
        ("拨10068", "拨10086", "10086"),
        ("可以办理", "可以办理,编号三七二一", "三七二一"),
        ("可以办理", "免费办理", "免费"),
        ("首6个月", "永久", "永久"),
        ("违约金", "一半违约金", "一半"),
        ("云花卡29元套餐", "畅享79元套餐", "畅享79元套餐"),
        ("可以办理", "可以办理,再加亲情网更省", "亲情网"),
        ("可以办理", "可以办理,见 http://evil.example/a", "http://evil.example/a"),
        ("可以办理", "可以办理,这个保本", "保本"),
        ("可以办理", "可以办理,稳 赚", "稳赚"),
        ("可以办理", "可以办理,**快来**", "**"),
        ("不含通话", "含通话", "0 negations for 1"),
        ("提前退要付", "提前退不要付", "2 negations for 1"),
        ("18GB", "18\u200b0GB", "180GB"),
    ],
)
def test_whatever_is_added_or_turned_round_is_told(old: str, new: str, told: str) -> None:
    assert old in SOURCE
    assert told in departures(SOURCE.replace(old, new, 1), SOURCE, NAMES)


@pytest.mark.parametrize("said", ["", "好的", SOURCE * 3])
def test_a_text_that_lost_or_grew_most_of_it_is_told(said: str) -> None:
    assert departures(said, SOURCE, NAMES)


def test_a_figure_may_not_move_to_another_unit() -> None:
    assert "18分钟" in departures(SOURCE.replace("18GB", "18分钟"), SOURCE, NAMES)
