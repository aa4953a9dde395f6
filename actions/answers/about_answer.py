"""A short question on an answer just given: the sentence of it that says so, or another answer."""

import re
from dataclasses import replace

from actions.answers.aspect import aspect_of
from actions.answers.knowledge import WEALTH, founded, shown
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply, choices, with_risk
from kb.catalogue.schema import Faq
from kb.search import Hit
from recsys.engine import Engine

_SENTENCE = re.compile(r"[^。；;!！?？]+[。；;!！?？]?")


def about_answer(engine: Engine, turn: Turn) -> Said | None:
    """The words of the last answer on that side of it; else the knowledge base, asked in its context."""
    last = engine.catalogue.faq.get(str(turn.topic.get("id")))
    if last is None:
        return None
    aspect = aspect_of(turn.text)
    told = "".join(one for one in _SENTENCE.findall(last.answer) if aspect and says(one, f"tells_{aspect}"))
    told = re.sub("[；;]$", "。", told)
    if told:
        source = {"id": last.id, "title": last.source, "version": str(last.version)}
        return _said(turn, last, {"type": "text", "text": told, "source": source})
    hit = _asked_in_context(engine, turn, last)
    if hit is None:
        none = _said(turn, last, choices("not_in_answer", question=last.question))
        return replace(none, misunderstood=True)
    return _said(turn, last, shown(engine, turn, hit))


def _asked_in_context(engine: Engine, turn: Turn, last: Faq) -> Hit | None:
    """Another answer to the last question and this one together, of the same kind of matter."""
    query = f"{last.question}{turn.text}"
    hit = engine.search.answer(query, intent=last.intent) if engine.search else None
    fits = hit and hit.id != last.id and hit.meta.get("intent") == last.intent
    return hit if hit and fits and founded(engine, hit) else None


def _said(turn: Turn, last: Faq, reply: Reply) -> Said:
    return Said(with_risk([reply]) if last.intent in WEALTH else [reply], topic=turn.topic)
