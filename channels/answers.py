"""What the gateway says by itself: when Rasa cannot, may not, or need not be asked."""

import re
from collections.abc import Sequence

from channels.message import Heard, Reply
from channels.text import too_long
from channels.wording import say

_HUMAN = re.compile(
    r"(我要|我想|帮我|给我|请|快)?(转|转接|找|叫|接|要)?(个|一下)?(人工|真人|客服)(客服|服务|坐席)?[。!!~]*"
    r"|(转|找|叫)个?(人|活人)[。!!~]*"
)
HANDOFF: Reply = {"type": "handoff", "reason": "asked"}


def asks_for_person(text: str) -> bool:
    """Whether a text says nothing else than that a person is wanted."""
    return _HUMAN.fullmatch(text) is not None


def without_rasa(heard: Heard) -> list[Reply] | None:
    """The answer to what Rasa cannot read, or none when Rasa is to be asked."""
    if not heard.message.text.strip() and heard.message.kind != "text":
        return [{"type": "text", "text": say(f"cannot_read_{heard.message.kind}")}]
    if not heard.text:
        return [{"type": "text", "text": say("empty")}]
    if too_long(heard.message.text, heard.text):
        return [_choices("too_long", [_human_option()])]
    return None


def apology(text: str) -> list[Reply]:
    """Rasa failed or stayed silent: the customer may try again or have a person."""
    return [_choices("busy", [{"label": say("retry_label"), "text": text}, _human_option()])]


def with_promise(replies: list[Reply], later: Sequence[str]) -> list[Reply]:
    """Say which wishes wait, before the question that they wait for."""
    if not later:
        return replies
    wishes = "、".join(f"「{wish}」" for wish in later)
    promise: Reply = {"type": "text", "text": say("later").format(wishes=wishes)}
    return [*replies[:-1], promise, *replies[-1:]]


def shown(heard: Heard) -> str:
    """The customer's line in the transcript; what is not text is named."""
    if heard.text or heard.message.kind == "text":
        return heard.text
    return say(f"shown_{heard.message.kind}")


def _choices(key: str, options: list[dict[str, str]]) -> Reply:
    return {"type": "choices", "text": say(key), "options": options}


def _human_option() -> dict[str, str]:
    return {"label": say("human_label"), "text": say("human_text")}
