"""What the copilot shows beside a conversation: who, what now, knowledge, policy, risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.answers import asks_for_person
from channels.entry import Entry
from channels.mask import mask_name, mask_phone
from kb.search import Hit
from recsys.contacts.contact import Contact
from recsys.contacts.timeline import contacts_of
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.next_step import Step, next_step
from recsys.offer.policy_view import PolicyView
from recsys.ranking.view import ranked_view
from recsys.segments.portrait import Trait, portrait
from recsys.service.escalation import Escalation, escalation
from recsys.service.past import past_of
from recsys.tags.access import Viewer
from recsys.tags.definition import Definitions
from recsys.tags.registry import latest
from recsys.tags.store import TagValue, tags_of

TAGS, CONTACTS, HITS = 8, 3, 3
INTERNAL = "经营分析"
SPOKEN = ("intent", "stated", "manual")
GROUPS = ("风险", "事件", "价值", "偏好", "行为", "消费", "使用", "资产", "人口")
KNOWLEDGE = ("faq", "plan", "pack", "broadband", "service", "wealth")


@dataclass(frozen=True, slots=True)
class Who:
    """The customer as an agent may see them."""

    name: str
    phone: str
    age: int | None
    plan: str
    risk: str
    traits: tuple[Trait, ...]
    tags: tuple[TagValue, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """All parts of the right column."""

    who: Who
    step: Step
    knowledge: tuple[Hit, ...]
    policy: PolicyView
    mood: Escalation


def side_of(
    engine: Engine, meta: dict[str, Any], entries: list[Entry], now: datetime, viewer: Viewer
) -> Side:
    """Put it together from the transcript so far."""
    customer_id, channel = meta["customer_id"], meta["channel"]
    texts = [entry.replies[0]["text"] for entry in entries if entry.author == "customer"]
    intents = tuple(entry.intent for entry in entries if entry.intent)
    mood = escalation(texts, past_of(engine, customer_id, now))
    matter = next((text for text in reversed(texts) if not asks_for_person(text)), "")
    hits = _search(engine, matter, KNOWLEDGE) if matter else []
    answer = next((hit for hit in hits if hit.kind == "faq" and _is_sure(engine, hit)), None)
    step = next_step(
        engine,
        customer_id,
        intents=intents,
        mood=mood,
        answer=answer,
        channel=channel,
        now=now,
    )
    return Side(
        who=who_of(engine, customer_id, now, viewer),
        step=step,
        knowledge=tuple(hits[:HITS]),
        policy=ranked_view(engine, customer_id, None, now),
        mood=mood,
    )


def who_of(engine: Engine, customer_id: str, now: datetime, viewer: Viewer) -> Who:
    """Masked name and number, plan, risk level, tags that matter, last contacts."""
    person = customer(engine, customer_id, now)
    plan = engine.catalogue.plans.get(person.plan_id or "")
    tags, defs = tags_of(engine, customer_id, now, viewer), latest()
    return Who(
        name=mask_name(person.name),
        phone=mask_phone(person.phone),
        age=person.age_on(now.date()),
        plan=plan.title if plan else "没有套餐",
        risk=person.risk.level if person.risk else "未测评",
        traits=tuple(portrait(tags, defs)),
        tags=tuple(telling(tags, defs)[:TAGS]),
        contacts=tuple(contacts_of(engine, customer_id, limit=CONTACTS)),
    )


def telling(tags: Sequence[TagValue], defs: Definitions) -> list[TagValue]:
    """What tells most first: wishes and statements, then trouble and events; nothing of our own accounts."""
    known = ((tag, defs.by_key[tag.key].tag) for tag in tags)
    plain = [tag for tag, one in known if not one.values and one.purpose != INTERNAL]
    return sorted(plain, key=lambda tag: (tag.kind not in SPOKEN, GROUPS.index(tag.group), -tag.confidence))


def _search(engine: Engine, text: str, kinds: tuple[str, ...]) -> list[Hit]:
    return engine.search.search(text, HITS, kinds) if engine.search else []


def _is_sure(engine: Engine, hit: Hit) -> bool:
    return engine.search is not None and hit.score >= engine.search.threshold
