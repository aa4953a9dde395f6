"""What a customer says about the money they want to place, collected over turns."""

from datetime import date
from typing import Any

from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import bare_number, said_term, unsure
from recsys.wealth.advice import WealthNeed

_KINDS = ("insurance", "pension", "gold", "equity", "mixed", "deposit", "cash", "fixed_income")
_STEADY = ("C1", "C2", "R1", "R2")


def wealth_need(turn: Turn, action: str, day: date) -> dict[str, Any]:
    """Fields of WealthNeed as known by now, JSON-ready; a later value replaces an earlier one."""
    known = dict(turn.need) if turn.task == action else {}
    said = {
        "amount": turn.first("money"),
        "term_days": _term(turn, day),
        "kinds": kinds_said(turn) or None,
        "steady": True if _steady(turn) else None,
        "safest": True if says(turn.text, "safest") else None,
    }
    known |= {name: value for name, value in said.items() if value is not None}
    if not turn.answers(action) or turn.question not in ("amount", "term"):
        return known
    number = bare_number(turn.text)
    if turn.question == "amount" and number is not None and not turn.entities:
        known["amount"] = number * 100
    asked = {"amount": "amount", "term": "term"}[turn.question]
    if turn.question not in known.get("tried", ()) and not unsure(turn) and _missed(known, turn.question):
        return known | {"tried": [*known.get("tried", ()), turn.question]}
    if unsure(turn) or known.get("amount" if asked == "amount" else "term_days") is None:
        known["asked"] = sorted({*known.get("asked", ()), asked})
    return known


def _missed(known: dict[str, Any], question: str) -> bool:
    """Whether what was said holds no answer; then it is asked once more before we go on without."""
    return known.get("amount" if question == "amount" else "term_days") is None


def as_need(known: dict[str, Any]) -> WealthNeed:
    """The slot as the decision takes it."""
    fields: dict[str, Any] = {name: value for name, value in known.items() if name != "tried"}
    for name in {"kinds", "asked", "besides"} & fields.keys():
        fields[name] = tuple(fields[name])
    return WealthNeed(**fields)


def kinds_said(turn: Turn) -> list[str]:
    """Kinds of products that the message names: 黄金, 存款, 保险."""
    return [kind for kind in _KINDS if says(turn.text, f"wealth_{kind}")]


def _term(turn: Turn, today: date) -> Any:
    """Days until the money is needed: a duration, a date, or 随时, 短期, 长期."""
    if (term := said_term(turn, today)) is not None:
        return term
    words = {"any_time": 1, "short_term": 90, "long_term": 1095}
    return next((days for cue, days in words.items() if says(turn.text, cue)), None)


def _steady(turn: Turn) -> bool:
    level = turn.first("risk_level")
    named = level.get("max") if isinstance(level, dict) else level
    return named in _STEADY or says(turn.text, "steady")
