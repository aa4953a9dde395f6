"""Cutting a message into wishes, with what each clause means given."""

import pytest

from bot.dialogue.clauses import clauses
from bot.dialogue.routes import Question
from bot.dialogue.wishes import Habits, candidates, moved, read_habits, wishes

HABITS = read_habits()
MEANT = {
    "查下话费": "ask_bill",
    "帮我关了彩铃": "vas_service",
    "还剩多少流量": "ask_usage",
    "我要投诉": "complain",
    "你们乱扣费": "dispute_bill",
    "确认办理": "affirm",
    "我手机没流量了": "ask_usage",
    "怎么买流量包": "buy_data_pack",
    "宽带断了": "report_fault",
}
CONFIRM = Question(intents=frozenset({"affirm"}), pattern="确认|不办")


def split(message: str, asked: Question | None = None, sure: float = 0.9) -> list[str]:
    found = candidates(message, HABITS, asked)
    parsed = [{"intent": {"name": MEANT.get(c.text, "nlu_fallback"), "confidence": sure}} for c in found]
    return [wish.text for wish in wishes(message, found, parsed, HABITS, asked)]


@pytest.mark.parametrize(
    ("message", "cut"),
    [
        ("查下话费", ["查下话费"]),
        ("查下话费,顺便帮我关了彩铃。", ["查下话费", "帮我关了彩铃"]),
        ("查下话费顺便帮我关了彩铃", ["查下话费", "帮我关了彩铃"]),
        ("买1.5G,要1,000元的", ["买1.5G", "要1,000元的"]),
        ("还有多少流量", ["还有多少流量"]),
        ("……", []),
        ("", []),
    ],
)
def test_a_message_is_cut_where_something_else_may_begin(message: str, cut: list[str]) -> None:
    found = clauses(message, HABITS.cues)
    assert [clause.text for clause in found] == cut
    assert all(message[clause.start : clause.end] == clause.text for clause in found)


def test_two_wishes_are_two_in_order() -> None:
    assert split("查下话费,顺便帮我关了彩铃") == ["查下话费", "帮我关了彩铃"]


def test_what_is_told_stays_with_the_wish_that_it_leads_up_to() -> None:
    assert split("宽带断了,顺便查下话费") == ["宽带断了", "查下话费"]
    assert split("今天加班,查下话费,顺便帮我关了彩铃,谢谢") == ["今天加班,查下话费", "帮我关了彩铃,谢谢"]


@pytest.mark.parametrize(
    "message",
    ["我手机没流量了,怎么买流量包", "我要投诉,你们乱扣费", "你好,查下话费", "查下话费,谢谢", "查下话费"],
)
def test_one_wish_is_not_cut(message: str) -> None:
    assert split(message) == []


def test_a_message_without_a_cue_is_not_even_looked_at() -> None:
    assert candidates("帮我查一下这个月的话费是多少", HABITS) == []


def test_clauses_that_are_not_surely_understood_stay_one_message() -> None:
    assert split("查下话费,还剩多少流量", sure=0.69) == []
    assert split("查下话费,还剩多少流量", sure=0.71) == ["查下话费", "还剩多少流量"]


def test_an_answer_and_an_announced_wish_are_two_while_a_question_is_open() -> None:
    message = "确认办理,顺便查下话费"
    assert split(message, CONFIRM) == ["确认办理", "查下话费"]
    assert split(message) == []


def test_a_story_that_we_asked_for_is_not_cut() -> None:
    story = Question(free_text=True)
    assert split("查下话费,还剩多少流量", story) == []
    assert split("查下话费,顺便帮我关了彩铃", story) == ["查下话费", "帮我关了彩铃"]


def test_a_whole_answer_is_never_cut() -> None:
    assert split("查下话费,顺便帮我关了彩铃", Question(pattern=".*")) == []


def test_entities_keep_their_places_in_the_whole_message() -> None:
    parsed = {"intent": {}, "entities": [{"entity": "service_name", "start": 4, "end": 6}]}
    assert moved(parsed, 8)["entities"] == [{"entity": "service_name", "start": 12, "end": 14}]


def test_the_table_of_habits_is_whole() -> None:
    assert isinstance(HABITS, Habits) and HABITS.sure_aside < HABITS.sure <= 1
