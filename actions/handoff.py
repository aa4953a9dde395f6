"""The wish for a person, with what the agent should know."""

from actions.replies import Reply
from actions.turn import Turn
from actions.values import private_free
from actions.wording import say
from recsys.engine import Engine
from recsys.service.ticket import tickets_of

_LONGEST = 120


def handoff(engine: Engine, turn: Turn, reason: str) -> Reply:
    """What was going on, what they hold open, their last words; at most 120 characters."""
    parts = []
    if turn.task:
        parts.append(say("human_task", task=say(f"task_{turn.task.removeprefix('action_')}")))
    tickets = tickets_of(engine, turn.customer_id, open_only=True)
    if tickets:
        values = {"kind": say(f"ticket_{tickets[0].kind}"), "number": tickets[0].number}
        parts.append(say("human_ticket", **values))
    seen = [engine.catalogue.items[id].title for id in turn.focus[:2] if id in engine.catalogue.items]
    if seen:
        parts.append(say("human_seen", titles="、".join(seen)))
    told = turn.need.get("story") or turn.need.get("said")
    if told:
        parts.append(say("human_told", told=told[:50]))
    parts.append(say("human_words", words=private_free(turn)[:30]))
    return {"type": "handoff", "reason": reason, "summary": "".join(parts)[:_LONGEST]}
