import pytest

from kb.index.names import NameIndex

NAMES = [["畅享79元套餐", "畅享79"], ["畅享19"], ["畅享199"], ["夜间流量包"], ["彩铃"]]


@pytest.mark.parametrize(
    ("question", "document", "likeness"),
    [
        ("帮我看看畅享79", 0, 1.0),
        ("畅 享 79 元 套 餐多少钱", 0, 1.0),
        ("畅想79那个", 0, 0.75),
        ("场享79元套餐", 0, 6 / 7),
        ("畅享199有多少流量", 2, 1.0),
        ("夜见流量包怎么开", 3, 0.8),
    ],
)
def test_a_name_is_found_also_mistyped(question: str, document: int, likeness: float) -> None:
    (mention,) = NameIndex(NAMES).mentions(question)
    assert mention.documents == (document,)
    assert mention.likeness == pytest.approx(likeness)


@pytest.mark.parametrize(
    "question", ["畅享89", "畅享799", "流量不够用", "今天天气", "采铃怎么关", "", "我想看7", "x" * 500]
)
def test_another_figure_or_a_short_likeness_is_no_name(question: str) -> None:
    assert NameIndex(NAMES).mentions(question) == []


def test_several_names_are_found_the_longest_first() -> None:
    found = NameIndex(NAMES).mentions("彩铃和畅享79元套餐")
    assert [mention.name for mention in found] == ["畅享79元套餐", "彩铃"]


def test_a_name_inside_a_longer_one_is_not_counted_twice() -> None:
    assert len(NameIndex([["流量包"], ["夜间流量包"]]).mentions("夜间流量包")) == 1


def test_no_names_means_no_mentions() -> None:
    assert NameIndex([[], []]).mentions("畅享79") == []
