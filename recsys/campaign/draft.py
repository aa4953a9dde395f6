"""What a marketer enters, and whether it may be sent as it is."""

from pydantic import BaseModel, ConfigDict, Field

from kb.catalogue.schema import Item, WealthProduct
from recsys.campaign.condition import Condition
from recsys.campaign.wording import say
from recsys.engine import Engine
from recsys.wealth.compliance import forbidden_words, with_risk_sentence


class Draft(BaseModel):
    """One product, one wording, one channel, for those who meet a condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60)
    condition: Condition
    product_id: str
    channel: str = Field(pattern="^(app|wechat)$")
    text: str = Field(min_length=5, max_length=300)


class BadDraft(ValueError):
    """The draft cannot be sent as it is; the message tells the marketer what to change, in Chinese."""


def check(engine: Engine, draft: Draft) -> Item:
    """The product, if product and wording may be pushed; raises BadDraft."""
    item = engine.catalogue.items.get(draft.product_id)
    if item is None:
        raise BadDraft(say("no_product"))
    if found := forbidden_words(draft.text, wealth=isinstance(item, WealthProduct)):
        raise BadDraft(say("forbidden", words="、".join(found)))
    if item.title not in draft.text:
        raise BadDraft(say("no_title", title=item.title))
    return item


def wording(item: Item, text: str) -> str:
    """The text as it is sent: with the risk sentence for wealth, and always with the way out."""
    body = with_risk_sentence(text) if isinstance(item, WealthProduct) else text.rstrip()
    return f"{body}\n{say('opt_out')}"
