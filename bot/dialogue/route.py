"""Decide which actions answer one message; pure, so that it can be read and tested alone."""

import re
from dataclasses import dataclass, field

from bot.dialogue.follow_up import taken_up
from bot.dialogue.routes import Question, Routes

RESUME = "resume"  # no intent of customers: an agent has given the conversation back


@dataclass(frozen=True)
class Heard:
    """What was understood of the message, and what we had asked; ``bare`` entities are all that was said.

    ``about`` is what the talk is about, the latest first; ``paused`` when the message before it is long past.
    """

    text: str
    intent: str | None
    confidence: float
    entities: frozenset[str] = field(default_factory=frozenset)
    bare: frozenset[str] = field(default_factory=frozenset)
    task: str | None = None
    question: str | None = None
    about: tuple[str, ...] = ()
    paused: bool = False
    second: str | None = None  # the next best intent, when both it and the best can be offered by title
    second_confidence: float = 0.0
    unsure_before: bool = False  # the message before was asked about too


def route(heard: Heard, routes: Routes) -> list[str]:
    """Return the actions to run, in order.

    An answer in so many words comes first (a "D" is no wish to stop anything); then a request that
    always wins (a person, stop, complaint); then what continues the last answer; then any other answer to
    the open question; then what the intent asks for, after which the open question is put again.
    """
    asked = routes.questions.get(heard.question or "")
    open_task = heard.task if asked else None
    if heard.intent == RESUME:
        return [routes.resume] if open_task else []
    if open_task and asked and heard.paused:
        return _after_a_pause(heard, routes, asked, open_task)
    if open_task and asked and _fits(heard, asked.pattern):
        return [open_task]
    if heard.intent in routes.always:
        return list(routes.actions[heard.intent or ""])
    if open_task and asked and (told := _told_of_the_task(heard, routes, asked, open_task)):
        return told
    follow_up = taken_up(heard.text, heard.about, routes.follow_ups)
    if follow_up is None and open_task and asked:
        if heard.intent == "cancel":
            return [routes.cancel]
        if _answers(heard, asked, _clear(heard, asked, routes)):
            return [open_task]
    planned = [follow_up] if follow_up else _by_intent(heard, routes)
    resumes = open_task and open_task not in planned and heard.intent not in routes.no_resume
    return [*planned, routes.resume] if resumes else planned


def _after_a_pause(heard: Heard, routes: Routes, asked: Question, open_task: str) -> list[str]:
    """Nothing stale is taken as agreed: an answer brings the question back, a new request ends it."""
    again = [open_task if asked.lasting else routes.resume]
    if _fits(heard, asked.pattern):
        return again
    if heard.intent in routes.always:
        return list(routes.actions[heard.intent or ""])
    if heard.intent == "cancel":
        return [routes.cancel]
    if _answers(heard, asked, routes.digress_confidence):
        return again
    planned = _by_intent(heard, routes)
    return [*planned, routes.resume] if heard.intent == "greet" else [routes.let_go, *planned]


def _told_of_the_task(heard: Heard, routes: Routes, asked: Question, open_task: str) -> list[str] | None:
    """What takes back, corrects or hands over the answer, or ends the question for another of its kind."""
    if _fits(heard, routes.misspoke):
        return [routes.amend]
    if _fits(heard, routes.corrects) or _fits(heard, routes.leaves_it):
        return [open_task]
    return [routes.let_go, *_by_intent(heard, routes)] if _takes_over(heard, asked, routes) else None


def _clear(heard: Heard, asked: Question, routes: Routes) -> float:
    """How sure a request must be: less where any sentence would do for an answer, and it says what to do."""
    says_so = asked.free_text and routes.requests and re.search(routes.requests, heard.text)
    return routes.request_confidence if says_so else routes.digress_confidence


def _takes_over(heard: Heard, asked: Question, routes: Routes) -> bool:
    return heard.intent in asked.yields_to and heard.confidence >= routes.yield_confidence


def _by_intent(heard: Heard, routes: Routes) -> list[str]:
    if heard.intent in routes.adds.intents and heard.about and heard.about[0] in routes.adds.about:
        return [routes.adds.action]
    if _close(heard, routes):
        return [routes.choose]
    return list(routes.actions.get(heard.intent or "", (routes.clarify,)))


def _close(heard: Heard, routes: Routes) -> bool:
    """Whether to ask which of two is meant: both are likely, they differ in what we do, and once in a row."""
    first, second = routes.actions.get(heard.intent or ""), routes.actions.get(heard.second or "")
    return (
        not heard.unsure_before
        and heard.second not in routes.always
        and second is not None
        and first != second
        and heard.second_confidence >= routes.close_second
        and heard.confidence - heard.second_confidence <= routes.close_margin
    )


def _fits(heard: Heard, pattern: str | None) -> bool:
    return bool(pattern and re.fullmatch(pattern, heard.text.strip()))


def _answers(heard: Heard, asked: Question, digress_confidence: float) -> bool:
    if heard.intent in asked.intents:
        return True
    if heard.bare & asked.entities:
        return True
    if heard.intent not in (None, "inform", "nlu_fallback") and heard.confidence >= digress_confidence:
        return False
    return asked.free_text or bool(heard.entities & asked.entities)
