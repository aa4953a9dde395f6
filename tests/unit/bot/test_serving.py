"""The wishes of a message, heard and served one after another."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.listening import Wish, hear
from bot.serving import Served, joined, serve_all
from bot.slots import slot, with_slot

MEANT = {
    "查下话费": "ask_bill",
    "帮我关了彩铃": "vas_service",
    "换成79的套餐": "change_plan",
    "转人工": "ask_human",
}
ASKED = {"type": "choices", "text": "确认办理吗?", "options": [{"label": "确认", "text": "确认"}]}


class Rasa:
    """Stands for Rasa: knows some sentences, and has a question open after an order."""

    def __init__(self, question: str | None = None, later: tuple[str, ...] = ()) -> None:
        self.carried = SimpleNamespace(
            dialogue=with_slot(with_slot("[]", "question", question), "later", list(later) or None)
        )
        self.parsed: list[str] = []
        self.served: list[str] = []

    async def parse(self, text: str) -> dict[str, Any]:
        self.parsed.append(text)
        return {"intent": {"name": MEANT.get(text, "inform"), "confidence": 0.9}, "entities": []}

    async def serve(self, wish: Wish, number: int) -> list[dict[str, Any]]:
        self.served.append(wish.text)
        if wish.intent == "change_plan":
            self.carried.dialogue = with_slot(self.carried.dialogue, "question", "confirm_order")
            return [ASKED]
        return [{"type": "text", "text": f"{number}:{wish.text}"}]

    def take(self, text: str) -> Served:
        async def turn() -> Served:
            heard = await hear(text, self.parse, lambda: slot(self.carried.dialogue, "question"))
            return await serve_all(heard, self.carried, self.serve, self.parse)

        return asyncio.run(turn())

    @property
    def later(self) -> Any:
        return slot(self.carried.dialogue, "later")


def test_a_message_without_a_cue_is_parsed_once() -> None:
    rasa = Rasa()
    rasa.take("帮我查一下这个月的话费")
    assert rasa.parsed == rasa.served == ["帮我查一下这个月的话费"]


def test_two_wishes_are_served_in_order_without_a_third_parse() -> None:
    rasa = Rasa()
    rasa.take("查下话费,顺便帮我关了彩铃")
    assert rasa.parsed == rasa.served == ["查下话费", "帮我关了彩铃"]


def test_an_order_waits_while_an_earlier_one_is_to_be_confirmed() -> None:
    rasa = Rasa()
    served = rasa.take("换成79的套餐,顺便帮我关了彩铃")
    assert rasa.served == ["换成79的套餐"] and served.later == rasa.later == ["帮我关了彩铃"]


def test_a_question_about_something_else_does_not_wait() -> None:
    rasa = Rasa()
    served = rasa.take("换成79的套餐,顺便查下话费")
    assert rasa.served == ["换成79的套餐", "查下话费"] and served.later == []


def test_what_waited_is_served_when_the_question_is_answered() -> None:
    rasa = Rasa(later=("帮我关了彩铃",))
    rasa.take("确认")
    assert rasa.served == ["确认", "帮我关了彩铃"] and rasa.later is None


def test_what_waits_goes_on_waiting_while_the_question_is_open() -> None:
    rasa = Rasa(question="confirm_order", later=("帮我关了彩铃",))
    assert rasa.take("查下话费").later == [], "that was told before"
    assert rasa.served == ["查下话费"] and rasa.later == ["帮我关了彩铃"]


def test_a_suggestion_on_the_table_makes_nothing_wait() -> None:
    rasa = Rasa(question="offer", later=("帮我关了彩铃",))
    rasa.take("查下话费")
    assert rasa.served == ["查下话费", "帮我关了彩铃"]


def test_a_person_takes_over_what_waited() -> None:
    rasa = Rasa(later=("帮我关了彩铃",))
    rasa.take("转人工")
    assert rasa.served == ["转人工"] and rasa.later is None


@pytest.mark.parametrize("first", ["确认办理吗?", "办理吗?"])
def test_a_question_put_again_at_the_end_is_put_once(first: str) -> None:
    again = ASKED | {"text": "刚才还有一步:确认办理吗?"}
    bill = {"type": "text", "text": "92元"}
    assert joined([[ASKED | {"text": first}], [bill, again]]) == [bill, again]


def test_different_questions_both_stay() -> None:
    other = ASKED | {"options": [{"label": "提交", "text": "提交"}]}
    assert joined([[ASKED], [other]]) == [ASKED, other]
