"""The one best next step for an agent: what to do now, why, and what to say."""

from dataclasses import dataclass, replace
from datetime import datetime

from kb.search import Hit
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.decision import Decision, Suggestion
from recsys.offer.wording import sentence
from recsys.ranking.desk import standing_offer, step_of
from recsys.service.escalation import Escalation
from recsys.tariff.advice import TariffNeed, recommend_plan
from recsys.wealth.advice import WealthNeed, recommend_wealth

# Customers who complain, doubt, report or refuse are served, never pitched to; what is said to each first.
CARE = {
    "complain": "step_care_complain",
    "dispute_bill": "step_care_dispute_bill",
    "report_fault": "step_care_report_fault",
    "stop_marketing": "step_care_stop_marketing",
    "privacy_request": "step_care_privacy_request",
    "ask_human": "step_care_ask_human",
}
TARIFF = frozenset(
    {"ask_plan_recommend", "ask_plan_detail", "compare_plans", "change_plan", "ask_usage", "ask_bill"}
)
IDLE = frozenset({"greet", "thank", "goodbye", "chitchat"})  # nothing particular is asked
WEALTH = frozenset(
    {"ask_wealth_recommend", "ask_wealth_detail", "compare_wealth", "ask_holdings", "ask_deposit"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """``say`` is a draft for the customer; ``why`` are reasons for the agent."""

    id: str
    kind: str  # care, answer, offer, assess, listen
    title: str
    why: tuple[str, ...]
    say: str
    product_id: str | None = None
    decision_id: str | None = None


def next_step(
    engine: Engine,
    customer_id: str,
    *,
    intents: tuple[str, ...],
    mood: Escalation,
    answer: Hit | None,
    channel: str,
    now: datetime,
) -> Step:
    """Judge by the latest intent (``intents`` oldest first), the mood, and what is known."""
    latest = intents[-1] if intents else None
    if latest == "ask_human" and mood.level == "low":
        return _answer(None)
    if mood.level == "high" or CARE.keys() & set(intents[-3:]):
        return _care(intents[-3:], mood)
    if latest in TARIFF:
        decision = recommend_plan(engine, customer_id, need=TariffNeed(), channel=channel, now=now, k=1)
        if decision.items:
            return _offer(decision, decision.items[0])
    if latest in WEALTH:
        return _wealth(engine, customer_id, channel, now, answer)
    if latest in IDLE and mood.level == "low":
        decision = standing_offer(engine, customer_id, channel=channel, now=now)
        if decision.items:
            return replace(_offer(decision, decision.items[0]), id=step_of(decision))
    return _answer(answer)


def _care(intents: tuple[str, ...], mood: Escalation) -> Step:
    """Nothing is claimed that is not known: what happened is for the agent to find out."""
    why = (mood.advice, *((sentence("step_signs", {"signs": mood.signs}),) if mood.signs else ()))
    said = next((CARE[intent] for intent in reversed(intents) if intent in CARE), CARE["complain"])
    return Step(new_id("s"), "care", sentence("step_care", {}), why, sentence(said, {}))


def _wealth(engine: Engine, customer_id: str, channel: str, now: datetime, answer: Hit | None) -> Step:
    need = WealthNeed(asked=("amount", "term"))
    decision = recommend_wealth(
        engine, customer_id, need=need, channel=channel, now=now, k=1, with_agent=True
    )
    if decision.missing == "assessment":
        why = (sentence("step_assess_why", {}),)
        return Step(new_id("s"), "assess", sentence("step_assess", {}), why, sentence("step_assess_say", {}))
    return _offer(decision, decision.items[0]) if decision.items else _answer(answer)


def _offer(decision: Decision, item: Suggestion) -> Step:
    why = tuple(reason.text for reason in item.reasons)
    saved = f"{item.saving.text}。" if item.saving else ""
    reason = f"{why[0]}。" if why else ""
    said = sentence("step_offer_say", {"title": item.title, "reason": reason, "saving": saved})
    if decision.note:
        said = f"{said}{decision.note}。"
    title = sentence("step_offer", {"title": item.title})
    return Step(new_id("s"), "offer", title, why, said, item.product_id, decision.decision_id)


def _answer(answer: Hit | None) -> Step:
    if answer is None:
        why = (sentence("step_listen_why", {}),)
        return Step(new_id("s"), "listen", sentence("step_listen", {}), why, sentence("step_listen_say", {}))
    why = (sentence("step_answer_why", {"source": answer.source}),)
    return Step(new_id("s"), "answer", sentence("step_answer", {"title": answer.title}), why, answer.text)
