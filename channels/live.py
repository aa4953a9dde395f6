"""A conversation as server-sent events, for every page and call that follows one."""

import re
from collections.abc import AsyncIterator, Callable

from fastapi import Request
from sse_starlette import EventSourceResponse

from channels.conversation import Conversations
from channels.entry import Entry

PING_S = 15
_PLACE = re.compile(r"\d{1,20}(-\d{1,20})?")


def event_stream(
    request: Request,
    conversations: Conversations,
    conversation_id: str,
    after: str,
    draw: Callable[[Entry], str],
) -> EventSourceResponse:
    """Entries later than ``Last-Event-ID``, or than ``after``; each is drawn by ``draw``."""
    start = request.headers.get("last-event-id") or after
    if not _PLACE.fullmatch(start):
        start = "0"

    async def entries() -> AsyncIterator[dict[str, str]]:
        async for entry in conversations.follow(conversation_id, start):
            if entry is not None:
                yield {"id": entry.id, "event": "entry", "data": draw(entry)}
            if await request.is_disconnected():
                return

    return EventSourceResponse(entries(), ping=PING_S)
