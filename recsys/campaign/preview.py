"""Who would get a push, and who would not and why; nothing is sent here."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from kb.catalogue.schema import Item
from recsys.campaign.condition import Audience, audience
from recsys.campaign.draft import Draft, check
from recsys.contacts.contact_policy import may_contact
from recsys.engine import Engine
from recsys.offer.policy import Approach, judge_for
from recsys.offer.standing import known


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would get it, who would not and why, and a sample of both."""

    audience: Audience
    allowed: tuple[str, ...]
    suppressed: dict[str, str]  # customer id → code

    @property
    def reasons(self) -> dict[str, int]:
        """How many each code holds back, most first."""
        return dict(Counter(self.suppressed.values()).most_common())


def preview(engine: Engine, draft: Draft, now: datetime) -> Preview:
    """Apply condition, offer rules and contact policy; takes no slot and sends nothing."""
    item = check(engine, draft)
    meant = audience(engine, draft.condition, now)
    codes = {one: refusal(engine, one, item, draft.channel, now) for one in meant.customer_ids}
    allowed = tuple(one for one, code in codes.items() if code is None)
    return Preview(meant, allowed, {one: code for one, code in codes.items() if code is not None})


def refusal(engine: Engine, customer_id: str, item: Item, channel: str, now: datetime) -> str | None:
    """The code of the first rule against pushing ``item`` to the customer now, or none."""
    day = now.astimezone(engine.settings.zone).date()
    person, facts = known(engine, customer_id, now)
    approach = Approach(channel, now, day, "push")
    code = judge_for(person, facts, engine.catalogue, approach)(item)
    return code or may_contact(engine, customer_id, channel, "marketing", item.id, now)
