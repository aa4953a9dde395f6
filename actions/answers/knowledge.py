"""Answers from the knowledge base, and what we say when there is none."""

import logging

from actions.answers.rephrasing import worded
from actions.message.cues import says
from actions.message.turn import KEEP, Said, Turn
from actions.replies.reply import Reply, chosen_from, with_risk
from actions.wording import options, say
from kb.answering.founded import unfounded
from kb.answering.rewrite import rewritten
from kb.catalogue.schema import WealthProduct
from kb.search import Hit
from recsys.engine import Engine

WEALTH = frozenset(
    {
        "ask_wealth_recommend",
        "ask_wealth_detail",
        "compare_wealth",
        "assess_risk",
        "plan_goal",
        "simulate_dca",
        "buy_wealth",
        "ask_holdings",
        "ask_deposit",
        "insurance_service",
    }
)
log = logging.getLogger(__name__)
_NEAR = 0.05  # less likely than this, a question is not even worth offering


def sure_answer(engine: Engine, turn: Turn) -> Hit | None:
    """The answer that is likely enough, one of the recognised intent first, if its source bears it out."""
    asked = question_of(engine, turn)
    hit = engine.search.answer(asked, intent=turn.intent) if engine.search else None
    return hit if hit and founded(engine, hit) else None


def question_of(engine: Engine, turn: Turn) -> str:
    """What is asked, with the product that 「它的违约金呢」 means, if one of those shown last is meant."""
    shown = [engine.catalogue.items[id] for id in turn.focus if id in engine.catalogue.items]
    of_tariffs = says(turn.text, "tariff_only")
    return rewritten(
        turn.text, [one.title for one in shown if not (of_tariffs and isinstance(one, WealthProduct))]
    )


def founded(engine: Engine, hit: Hit) -> bool:
    """Whether every figure of the hit stands in its source today; if not, the log says which does not."""
    if wrong := unfounded(engine.catalogue, hit):
        log.warning("%s version %s is not said: %s not in its source", hit.id, hit.version, wrong)
    return not wrong


def shown(engine: Engine, turn: Turn, hit: Hit) -> Reply:
    """The answer as a text with its source."""
    source = {"id": hit.id, "title": hit.source, "version": hit.version}
    return {"type": "text", "text": worded(engine, turn, hit.text), "source": source}


def answered(engine: Engine, turn: Turn) -> Said:
    """The answer, or honestly none, with near questions and a person instead."""
    hit = sure_answer(engine, turn)
    about_wealth = (hit.meta.get("intent") if hit else turn.intent) in WEALTH
    messages = [shown(engine, turn, hit)] if hit else [no_answer(engine, turn)]
    topic = {"about": "faq", "id": hit.id} if hit else KEEP
    return Said(with_risk(messages) if about_wealth else messages, topic=topic, misunderstood=hit is None)


def no_answer(engine: Engine, turn: Turn) -> Reply:
    """We have no sure answer; these questions are near."""
    near = near_questions(engine, turn)
    key = "no_sure_answer" if near else "no_answer"
    human = [(o["label"], o["text"]) for o in options("human_option")]
    return chosen_from(say(key), [*((question, question) for question in near), *human])


def near_questions(engine: Engine, turn: Turn, k: int = 3) -> list[str]:
    """Questions that we can answer and that may be meant."""
    hits = engine.search.search(question_of(engine, turn), k, kinds=["faq"]) if engine.search else []
    return [hit.title for hit in hits if hit.score >= _NEAR and founded(engine, hit)]
