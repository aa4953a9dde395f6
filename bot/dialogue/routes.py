"""The dialogue as data: what answers each intent and each open question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.follow_up import FollowUp, follow_ups_from


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
    requests: str | None = None
    request_confidence: float = 1.0
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
            requests=data["requests"],
            request_confidence=data["request_confidence"],
            adds=Addition(frozenset(data["adds"]["about"]), frozenset(data["adds"]["intents"])),
            follow_ups=follow_ups_from(follow_ups),
            close_second=data["close"]["second"],
            close_margin=data["close"]["margin"],
        )


def puts_right(text: str, routes: Routes) -> bool:
    """Whether a text takes back or replaces what was said before."""
    return any(
        pattern and re.fullmatch(pattern, text.strip()) for pattern in (routes.misspoke, routes.corrects)
    )
