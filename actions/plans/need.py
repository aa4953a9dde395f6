"""What a customer says about the plan they need, collected over turns."""

from typing import Any

from actions.message.correction import corrected, still_meant
from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import bare_limit, bare_number, minutes_of, unsure
from recsys.tariff.need import TariffNeed, middle

ACTION = "action_recommend_plan"
# What a figure may count: the words for it, and one of it in our units.
_COUNTED = {"data_mb": ("data_word", 1024), "voice_min": ("voice", 1), "budget": ("money_word", 100)}
LIGHT_MB = 1024  # what counts for somebody who hardly uses data


def plan_need(turn: Turn) -> dict[str, Any]:
    """Fields of TariffNeed as known by now; a later value replaces an earlier one."""
    known = dict(turn.need) if turn.task == ACTION else {}
    person = turn.first("person")
    if person and person != known.get("for_person", "self"):
        known = {}
    said = {
        "data_mb": turn.first("data_volume") or (LIGHT_MB if says(turn.text, "light_use") else None),
        "voice_min": turn.first("voice_minutes") or minutes_of(turn.first("duration")),
        "budget": None if says(turn.text, "pays_now") else turn.first("money") or bare_limit(turn),
        "for_person": person,
        "kind": _kind(turn),
    }
    known |= {name: value for name, value in said.items() if value is not None}
    return known | _answer(turn, known)


def as_need(known: dict[str, Any]) -> TariffNeed:
    """The slot as the decision takes it."""
    return TariffNeed(**(known | {"besides": tuple(known.get("besides", ()))}))


def wishes(turn: Turn) -> bool:
    """Whether the message says what kind of plan is wanted, though it names none."""
    return _kind(turn) is not None or turn.first("data_volume", "voice_minutes", "person") is not None


def _kind(turn: Turn) -> str | None:
    if says(turn.text, "cheaper"):
        return "cheaper"
    return "bigger" if says(turn.text, "bigger") else None


def _answer(turn: Turn, known: dict[str, Any]) -> dict[str, Any]:
    """A bare number or a shrug as an answer to our question."""
    if not turn.answers(ACTION) or turn.question not in ("data_need", "budget", "offer"):
        return {}
    if moved := _moved(turn.text, known):
        return moved
    if (changed := corrected(turn.text)) and not turn.entities:
        return _corrected(known, *changed)
    number = bare_number(turn.text)
    if number is not None and not turn.entities:
        return {"budget": number * 100} if turn.question == "budget" else {"data_mb": number * 1024}
    return {"unsure": True} if unsure(turn) else {}


def _moved(text: str, known: dict[str, Any]) -> dict[str, Any]:
    """「我说的是流量不是通话」: the figure stays, what it counts changes."""
    if (meant := still_meant(text)) == text:
        return {}
    right = next((name for name, (cue, _) in _COUNTED.items() if says(meant, cue)), None)
    wrong = next((name for name in _COUNTED if name != right and middle(known.get(name))), None)
    if right is None or wrong is None or any(char.isdigit() for char in text):
        return {}
    number = middle(known[wrong]) // _COUNTED[wrong][1]
    return {wrong: None, right: number * _COUNTED[right][1]}


def _corrected(known: dict[str, Any], wrong: int, right: int) -> dict[str, Any]:
    """「不是80,是18」: the value that was understood wrongly, a budget or else the data."""
    if middle(known.get("budget")) == wrong * 100:
        return {"budget": right * 100}
    return {"data_mb": right * 1024}
