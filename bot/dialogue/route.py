"""Decide which actions answer one message; pure, so that it can be read and tested alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.follow_up import FollowUp, follow_ups_from, taken_up

RESUME = "resume"  # no intent of customers: an agent has given the conversation back


@dataclass(frozen=True)
class Question:
    """What counts as an answer while this question is open.

    ``pattern`` is the whole wording of an answer and wins over everything; ``intents`` answer by
    themselves, ``entities`` when they are all that is said or nothing else is clearly asked for, and
    ``free_text`` takes any sentence that is no clear request for something else. Intents of ``yields_to``
    take its place even though they bring such entities. After a long pause an answer counts only if it is
    ``lasting``; else the question is put again.
    """

    intents: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    yields_to: frozenset[str] = frozenset()
    pattern: str | None = None
    free_text: bool = False
    lasting: bool = False


@dataclass(frozen=True)
class Addition:
    """What says more about the thing that the talk is about, asks for nothing, and is taken down."""

    about: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    action: str = "action_add_to_ticket"


@dataclass(frozen=True)
class Routes:
    """The dialogue as data: intents to actions, open questions, and who may interrupt them."""

    actions: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, Question]
    always: frozenset[str] = frozenset()
    no_resume: frozenset[str] = frozenset()
    digress_confidence: float = 0.8
    pause_minutes: int = 60
    follow_ups: tuple[FollowUp, ...] = ()
    cancel: str = "action_cancel_task"
    clarify: str = "action_clarify"
    resume: str = "action_resume_question"
    let_go: str = "action_let_go"
    amend: str = "action_amend"
    misspoke: str | None = None
    corrects: str | None = None
    leaves_it: str | None = None
    yield_confidence: float = 1.0
    adds: Addition = Addition()
    choose: str = "action_choose_wish"
    close_second: float = 1.0
    close_margin: float = 0.0

    @classmethod
    def from_dict(
        cls, actions: Mapping[str, tuple[str, ...]], data: dict[str, Any], follow_ups: dict[str, Any]
    ) -> "Routes":
        """Build from the parsed ``questions.yml`` and ``follow_ups.yml``; an unknown key raises TypeError."""
        questions = {
            name: Question(
                intents=frozenset(spec.pop("intents", ())),
                entities=frozenset(spec.pop("entities", ())),
                yields_to=frozenset(spec.pop("yields_to", ())),
                **spec,
            )
            for name, spec in ((name, dict(spec or {})) for name, spec in data["questions"].items())
        }
        return cls(
            actions=actions,
            questions=questions,
            always=frozenset(data["always"]),
            no_resume=frozenset(data["no_resume"]),
            digress_confidence=data["digress_confidence"],
            pause_minutes=data["pause_minutes"],
            misspoke=data["misspoke"],
            corrects=data["corrects"],
            leaves_it=data["leaves_it"],
            yield_confidence=data["yield_confidence"],
            adds=Addition(frozenset(data["adds"]["about"]), frozenset(data["adds"]["intents"])),
            follow_ups=follow_ups_from(follow_ups),
            close_second=data["close"]["second"],
            close_margin=data["close"]["margin"],
        )


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
        if _answers(heard, asked, routes.digress_confidence):
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


def puts_right(text: str, routes: Routes) -> bool:
    """Whether a text takes back or replaces what was said before."""
    return any(
        pattern and re.fullmatch(pattern, text.strip()) for pattern in (routes.misspoke, routes.corrects)
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
