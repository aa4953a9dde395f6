"""What a message tells about the need for a person, beside its intent; pure."""

import re

from recsys.service.escalation import CALM, LEVELS, escalation
from recsys.service.handoff import STUCK, threatens
from recsys.service.mood import ANGRY, mood

_LEAVES = re.compile(
    r"(?:那|我|算了|还是|就|先|[,，\s])*"
    r"(?:不(?:想)?(?:再)?(?:等|排队|排|转)(?:人工|客服|人)?|(?:不用|不要|不需要)(?:等|转|排队|人工|客服|转人工)+|取消(?:排队|转?人工|等待)|退出排队)"
    r"(?:了|吧|啦|[。!！~])*"
)


def leaves_queue(text: str) -> bool:
    """Whether a text says nothing else than that they will not wait for a person."""
    return _LEAVES.fullmatch(text) is not None


def heard_signs(meta: dict[str, str], text: str) -> dict[str, str]:
    """What a message changes in what we remember of the mood: the gravest level, and how often in anger."""
    level = LEVELS[0] if threatens(text) else escalation([text]).level
    before = meta.get("mood", CALM)
    changed = {"mood": level} if LEVELS.index(level) < LEVELS.index(before) else {}
    angry = {"angry": str(int(meta.get("angry", 0)) + 1)} if mood(text) == ANGRY else {}
    return changed | angry


def understood_signs(meta: dict[str, str], misunderstood: int) -> dict[str, str]:
    """What changes with how many messages in a row were not understood.

    Once one is understood, a person may be offered anew for the next ones.
    """
    count, offered = str(misunderstood), meta.get("offered", "").split()
    changed = {} if count == meta.get("misunderstood", "0") else {"misunderstood": count}
    if misunderstood or STUCK not in offered:
        return changed
    return changed | {"offered": " ".join(name for name in offered if name != STUCK)}
