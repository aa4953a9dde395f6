"""The dialogue of the risk questionnaire, and what goes on after it."""

import re
from collections.abc import Callable
from typing import Any

from actions.dialogue.questions import LETTERS, risk_question
from actions.message.cues import says
from actions.message.moves import refuses
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply, choices, with_risk
from actions.wealth.offer import RECOMMEND, offer_wealth
from actions.wealth.order import go_on
from actions.wealth.wish import ORDER
from actions.wording import text
from recsys.engine import Engine
from recsys.wealth.questionnaire import complete, questionnaire, too_often
from recsys.wealth.reasons import LEVEL_NAMES

TASK = "action_assess_risk"
_CHOICE = re.compile(r"(?:我?选|第)?\s*([A-Ea-e1-5一二三四五])\s*(?:项|个|吧|。|、|\.)?")
_LETTER = re.compile(r"(?<![A-Za-z])([A-Ea-e])(?![A-Za-z])")  # somewhere in a sentence
_CHINESE = "一二三四五"


def start_assessment(engine: Engine, turn: Turn) -> Said:
    """The first question; remembers the request that waits for the result."""
    if (turn.question == "assessment" and refuses(turn)) or says(turn.text, "wont_assess"):
        return Said([text("assessment_later")])
    if turn.question == "assessment" and says(turn.text, "leaves_it"):
        return Said(
            [text("assessment_yours"), choices("ask_assessment")],
            question="assessment",
            task=turn.task,
            need=turn.need,
        )
    if refused := too_often(engine, turn.customer_id, turn.at):
        return Said([choices(f"assessment_{refused}")])
    waiting = {"task": turn.task, "need": turn.need} if turn.question == "assessment" else None
    need: dict[str, Any] = {"answers": [], "then": waiting}
    return Said([text("assessment_begins"), risk_question(0)], question="risk_answer", task=TASK, need=need)


def answer_question(engine: Engine, turn: Turn) -> Said:
    """Take an answer and put the next question; 上一题 goes back; what fits no option is asked again."""
    answers = list(turn.need.get("answers", ()))
    if re.search("上一题|[选点按说]错", turn.text) and answers:
        return _next(turn, answers[:-1], [])
    chosen = _option(turn.text, len(answers))
    if chosen is None:
        unclear = "assessment_yours" if says(turn.text, "leaves_it") else "answer_unclear"
        return _next(turn, answers, [text(unclear)])
    answers.append(chosen)
    if len(answers) < len(questionnaire().questions):
        return _next(turn, answers, [])
    return _finish(engine, turn, answers)


def _next(turn: Turn, answers: list[int], before: list[Reply]) -> Said:
    need = turn.need | {"answers": answers}
    return Said([*before, risk_question(len(answers))], question="risk_answer", task=TASK, need=need)


def _option(said: str, number: int) -> int | None:
    """The option's number from 0, by letter, figure, or its own words."""
    shown = questionnaire().questions[number].options
    plain = said.strip()
    if match := _CHOICE.fullmatch(plain):
        mark = match[1].upper()
        place = (
            LETTERS.find(mark)
            if mark in LETTERS
            else (_CHINESE.find(mark) if mark in _CHINESE else int(mark) - 1)
        )
        return place if place < len(shown) else None
    letters = {letter.upper() for letter in _LETTER.findall(plain)}
    if len(letters) == 1:
        place = LETTERS.find(letters.pop())
        return place if place < len(shown) else None
    fitting = [
        i
        for i, option in enumerate(shown)
        if len(plain) > 1 and (plain in option.text or option.text in plain)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _finish(engine: Engine, turn: Turn, answers: list[int]) -> Said:
    """The level in words; then back to the request that waited."""
    done = complete(engine, turn.customer_id, answers, channel=turn.channel, now=turn.at)
    if isinstance(done, str):
        return Said([choices(f"assessment_{done}")])
    suits = "R1" if done.level == "C1" else f"R1–R{done.level[1]}"
    values = {"level": done.level, "name": LEVEL_NAMES[done.level], "suits": suits}
    result = text("assessment_done", **values)
    waiting = turn.need.get("then")
    if not waiting:
        return Said(with_risk([result, choices("assessment_after")]))
    said = _continue(engine, turn, waiting)
    return Said([result, *said.messages], said.question, said.task, said.need, said.focus, said.pending)


def _continue(engine: Engine, turn: Turn, waiting: dict[str, Any]) -> Said:
    going_on: dict[str, Callable[[Engine, Turn, dict[str, Any]], Said]] = {
        RECOMMEND: offer_wealth,
        ORDER: go_on,
    }
    return going_on[waiting["task"]](engine, turn, waiting["need"])
