"""One line of a transcript, and how Redis keeps it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from channels.message import Reply

Author = Literal["customer", "bot", "agent", "system"]
GIST_CHARS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """``id`` is the place in the stream (also the SSE id)."""

    id: str
    author: Author
    at: str
    replies: list[Reply]
    intent: str | None = None


def pack(author: Author, at: datetime, replies: list[Reply], intent: str | None) -> str:
    """As it is stored."""
    entry = {"author": author, "at": at.isoformat(), "replies": replies, "intent": intent}
    return json.dumps(entry, ensure_ascii=False)


def unpack(row_id: str, fields: dict[str, str]) -> Entry:
    """Inverse of ``pack``."""
    return Entry(id=row_id, **json.loads(fields["entry"]))


def gist(replies: list[Reply]) -> str:
    """The first words, for lists of conversations."""
    texts = (str(reply.get("text") or reply.get("title") or "") for reply in replies)
    return next((text[:GIST_CHARS] for text in texts if text), "")
