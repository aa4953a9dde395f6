"""The wish for a person, with what the agent should know."""

from actions.message.turn import Turn
from actions.replies.reply import Reply
from actions.wording import say
from recsys.engine import Engine
from recsys.service.ticket import tickets_of

_LONGEST = 80  # the gateway says who, what they want and how they feel beside it


def handoff(engine: Engine, turn: Turn, reason: str) -> Reply:
    """What was going on, what they hold open, what they have told; at most 80 characters."""
    parts = []
    if turn.task:
        parts.append(say("human_task", task=say(f"task_{turn.task.removeprefix('action_')}")))
    tickets = tickets_of(engine, turn.customer_id, open_only=True)
    if tickets:
        values = {"kind": say(f"ticket_{tickets[0].kind}"), "number": tickets[0].number}
        parts.append(say("human_ticket", **values))
    told = turn.need.get("story") or turn.need.get("said")
    if told:
        parts.append(say("human_told", told=told[:50]))
    return {"type": "handoff", "reason": reason, "summary": "".join(parts)[:_LONGEST]}
