"""Silence between two messages, without waiting for it: what was said before is moved into the past."""

import json
from datetime import datetime, timedelta
from typing import Any

from recsys.engine import Engine
from tests.fixtures.talk import Customer


def pause(engine: Engine, speaker: Customer, silence: timedelta) -> None:
    """Make the dialogue so far that much older; the gateway ends a conversation that was idle too long."""
    key = f"huake:dialogue:{speaker.conversation}"
    kept: Any = engine.redis.get(key)
    if kept:
        engine.redis.set(key, json.dumps(_earlier(json.loads(kept), silence)), keepttl=True)
    if silence.total_seconds() >= engine.settings.conversation_idle_s:
        engine.redis.delete(f"huake:conv:current:{speaker.channel}:{speaker.id}")


def _earlier(part: Any, silence: timedelta) -> Any:
    """The same with every time of ours (``at``) moved back."""
    if isinstance(part, list):
        return [_earlier(one, silence) for one in part]
    if not isinstance(part, dict):
        return part
    moved = {name: _earlier(value, silence) for name, value in part.items()}
    at = moved.get("at")
    return moved | {"at": _shifted(at, silence)} if isinstance(at, str) else moved


def _shifted(at: str, silence: timedelta) -> str:
    """An earlier time; a product's id, which stands under the same name, stays."""
    try:
        return (datetime.fromisoformat(at) - silence).isoformat()
    except ValueError:
        return at
