"""What an agent should know before the first word, in at most 120 characters; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from channels.answers import asks_for_person
from channels.entry import Entry
from channels.mask import mask_numbers
from channels.wording import say

LONGEST = 120
_QUOTE = 24  # characters of their own words
_WISHES, _TRIED = 3, 2
_SILENT = frozenset(
    {"ask_human", "nlu_fallback", "greet", "thank", "affirm", "deny", "inform", "goodbye"}
    | {"out_of_scope", "chitchat", "cancel"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """``who`` is already masked; ``open`` is what was under way as the dialogue tells it."""

    who: str
    mood: str
    entries: Sequence[Entry]
    titles: dict[str, str]  # of intents
    open: str = ""


def summary(case: Case) -> str:
    """Who, what they want, what was under way, what was tried, how they feel; the least needed goes first."""
    parts = {
        "who": case.who,
        "wants": _wants(case),
        "open": case.open.rstrip("。"),
        "words": _words(case.entries),
        "tried": _tried(case.entries),
        "mood": case.mood,
    }
    said = {name: say(f"brief_{name}").format(text=text) for name, text in parts.items() if text}
    for name in ("tried", "words", "open"):
        if len(_line(said)) > LONGEST:
            said.pop(name, None)
    return mask_numbers(_line(said))[:LONGEST]


def _line(said: dict[str, str]) -> str:
    return "；".join(said.values())


def _wants(case: Case) -> str:
    """The latest different wishes, oldest first."""
    heard = [entry.intent for entry in case.entries if entry.intent and entry.intent not in _SILENT]
    latest = list(dict.fromkeys(reversed(heard)))[:_WISHES]
    return "、".join(case.titles.get(intent, "") for intent in reversed(latest) if intent in case.titles)


def _words(entries: Sequence[Entry]) -> str:
    """Their longest message of the last few: it tells most."""
    said = [str(entry.replies[0].get("text", "")) for entry in entries if entry.author == "customer"]
    telling = max((text for text in said[-4:] if not asks_for_person(text)), key=len, default="")
    return telling if len(telling) <= _QUOTE else telling[: _QUOTE - 1] + "…"


def _tried(entries: Sequence[Entry]) -> str:
    """What the bot has shown: the titles of cards, charts, tables and answers, the latest ones."""
    shown = [reply for entry in entries if entry.author == "bot" for reply in entry.replies]
    named = [reply.get("title") or (reply.get("source") or {}).get("title") for reply in shown]
    latest = list(dict.fromkeys(str(name) for name in reversed(named) if name))[:_TRIED]
    return "、".join(reversed(latest))
