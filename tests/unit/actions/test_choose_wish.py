"""Which of two is meant."""

from actions.choose_wish import LONGEST, ChooseWish
from actions.message.turn import Turn
from tests.fixtures.stores import NOW


def turn(text: str, guesses: tuple[str, ...]) -> Turn:
    return Turn("c000001", "app", NOW, "t1", "v1", text, "ask_bill", (), guesses=guesses)


def test_both_are_named_and_what_is_tapped_keeps_their_words(engine):
    (reply,) = ChooseWish(engine).act(turn("那个扣的", ("查话费", "核对扣费"))).messages
    assert "查话费,还是核对扣费" in reply["text"]
    assert reply["options"] == [
        {"label": "查话费", "text": "查话费:那个扣的"},
        {"label": "核对扣费", "text": "核对扣费:那个扣的"},
    ]


def test_words_that_we_may_not_say_are_not_repeated(engine):
    (reply,) = ChooseWish(engine).act(turn("零 风险的我就买", ("买卖理财", "推荐理财"))).messages
    assert [option["text"] for option in reply["options"]] == ["买卖理财", "推荐理财"]


def test_a_long_message_is_not_repeated_whole(engine):
    (reply,) = ChooseWish(engine).act(turn("扣" * 300, ("查话费", "核对扣费"))).messages
    assert len(reply["options"][0]["text"]) == LONGEST + len("查话费:")


def test_without_two_guesses_it_offers_what_is_asked_most(engine):
    (reply,) = ChooseWish(engine).act(turn("那个", ())).messages
    assert len(reply["options"]) >= 2
