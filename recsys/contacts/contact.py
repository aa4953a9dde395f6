"""Which events are contacts with the customer (客户接触信息视图), as plain values."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.events.event import Event

KINDS = ("咨询", "投诉", "业务办理", "业务查询", "营销接触", "关怀")


@dataclass(frozen=True, slots=True)
class Contact:
    """One entry of the timeline; ``kind`` is one of KINDS."""

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

    def to_row(self) -> dict[str, Any]:
        """A row of the contacts table."""
        return {name: getattr(self, name) for name in Contact.__dataclass_fields__}


def contact_of(event: Event) -> Contact | None:
    """The contact that an event is, or none."""
    entry = _entry(event)
    if entry is None:
        return None
    who = {"bot": "机器人", "system": "系统", "customer": "自助"}.get(event.actor, "人工")
    said = event.payload
    return Contact(
        event_id=event.id,
        customer_id=event.customer_id,
        at=event.at,
        kind=entry["kind"],
        channel=event.channel,
        department=said.get("department") or _table()["departments"].get(event.channel, "线上运营部"),
        business_type=said.get("business_type") or entry["business_type"],
        handled_by=said.get("handled_by") or said.get("agent") or who,
        result=said.get("result") or entry["result"],
        content=said.get("content") or said.get("summary") or said.get("title") or entry["business_type"],
        conversation_id=event.conversation_id,
    )


def _entry(event: Event) -> dict[str, str] | None:
    if event.type == "contact.made":
        kind = event.payload["kind"]
        if kind not in KINDS:
            raise ValueError(f"unknown kind of contact {kind!r}; use one of {'、'.join(KINDS)}")
        return {"kind": kind, "business_type": "其他", "result": ""}
    if event.type == "intent.recognised":
        return _asked(str(event.payload.get("intent")))
    entry: dict[str, str] | None = _table()["events"].get(event.type)
    return entry


def _asked(intent: str) -> dict[str, str] | None:
    for kind, name in (("业务查询", "queries"), ("咨询", "questions")):
        if intent in _table()[name]:
            return {"kind": kind, "business_type": _table()[name][intent], "result": "已答复"}
    return None


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "kinds.yml").read_text("utf-8"))
    return loaded
