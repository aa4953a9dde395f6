"""Which events begin a contact with the customer (客户接触信息视图), as plain values."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.events.event import Event

KINDS = ("咨询", "投诉", "业务办理", "业务查询", "营销接触", "关怀")
SAID = 100  # characters of the customer's own words that a row shows


@dataclass(frozen=True, slots=True)
class Contact:
    """One matter on the timeline; ``kind`` is one of KINDS, ``event_id`` names the event that began it.

    ``ref`` finds the row again when something becomes of it, ``changed_at`` says when that last happened,
    ``times`` how often it was raised in its conversation.
    """

    event_id: str
    customer_id: str
    at: datetime
    kind: str
    channel: str
    department: str
    business_type: str
    handled_by: str
    result: str
    content: str
    conversation_id: str | None = None
    ref: str | None = None
    changed_at: datetime | None = None
    times: int = 1

    def to_row(self) -> dict[str, Any]:
        """A row of the contacts table."""
        return {name: getattr(self, name) for name in Contact.__dataclass_fields__}


def contact_of(event: Event) -> Contact | None:
    """The contact that an event begins by itself, or none."""
    entry = _entry(event)
    if entry is None:
        return None
    said = event.payload
    return Contact(
        event_id=event.id,
        customer_id=event.customer_id,
        at=event.at,
        kind=entry["kind"],
        channel=event.channel,
        department=said.get("department") or department_of(event.channel),
        business_type=said.get("business_type") or entry["business_type"],
        handled_by=said.get("handled_by") or said.get("agent") or _handler(event),
        result=said.get("result") or entry["result"],
        content=_content(event) or entry["business_type"],
        conversation_id=event.conversation_id,
        ref=ref_of(event),
        changed_at=event.at,
    )


def ref_of(event: Event) -> str | None:
    """What the row of this event is found by: its ticket, its push, or its matter in a conversation."""
    said = event.payload
    if said.get("push_id"):
        return f"push:{said['push_id']}"
    if ticket := said.get("ticket") or said.get("complaint"):
        return f"ticket:{ticket}"
    return None


def department_of(channel: str) -> str:
    """Who looks after a channel."""
    return str(table()["departments"].get(channel, "线上运营部"))


def topic_of(intent: str) -> tuple[str, str] | None:
    """Kind and business type of what a customer asks for, or none for small talk."""
    for kind, name in (("业务查询", "queries"), ("咨询", "questions")):
        if intent in table()[name]:
            return kind, str(table()[name][intent])
    return None


def _content(event: Event) -> str:
    said = event.payload
    words = said.get("content") or said.get("summary") or said.get("title") or said.get("text") or ""
    return str(words)[:SAID] if event.type == "intent.recognised" else str(words)


def _handler(event: Event) -> str:
    """Whoever acts in a conversation with the bot is served by it."""
    if event.conversation_id and event.actor in ("customer", "system"):
        return "机器人"
    return {"bot": "机器人", "system": "系统", "customer": "自助"}.get(event.actor, "人工")


def _entry(event: Event) -> dict[str, str] | None:
    if event.type == "contact.made":
        kind = event.payload["kind"]
        if kind not in KINDS:
            raise ValueError(f"unknown kind of contact {kind!r}; use one of {'、'.join(KINDS)}")
        return {"kind": kind, "business_type": "其他", "result": ""}
    if event.type == "intent.recognised":
        topic = topic_of(str(event.payload.get("intent")))
        return None if topic is None else {"kind": topic[0], "business_type": topic[1], "result": "处理中"}
    if event.type == "consent.withdrawn" and event.payload.get("purpose") != "marketing":
        return None
    entry: dict[str, str] | None = table()["events"].get(event.type)
    return entry


@cache
def table() -> dict[str, Any]:
    """What ``kinds.yml`` says."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "kinds.yml").read_text("utf-8"))
    return loaded
