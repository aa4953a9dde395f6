"""A pack as a card."""

from actions.cards.plan import monthly
from actions.cards.policy import where_sold
from actions.replies.figures import plain_yuan, volume
from actions.replies.reply import Reply, fact
from actions.wording import options, say
from kb.catalogue.schema import Pack
from recsys.offer.decision import Decision, Suggestion


def pack_card(pack: Pack, item: Suggestion | None = None, decision: Decision | None = None) -> Reply:
    """Name, price, what it brings, how long."""
    held = pack.allowance
    amounts = (
        ("fact_pack_data", held.data_mb, volume(held.data_mb)),
        ("fact_pack_directed", held.directed.data_mb, volume(held.directed.data_mb)),
        ("fact_voice", held.voice_min, say("minutes", count=held.voice_min)),
        ("fact_sms", held.sms, say("messages", count=held.sms)),
    )
    facts = [fact(say(label), shown) for label, count, shown in amounts if count]
    card: Reply = {
        "type": "card",
        "kind": "pack",
        "id": pack.id,
        "title": pack.title,
        "price": pack_price(pack),
        "facts": [*facts, fact(say("fact_valid"), validity(pack))],
        "reasons": [*(reason.text for reason in item.reasons), where_sold(pack)] if item else [],
        "actions": options("pack_card_options", title=pack.title),
    }
    return card | {"decision_id": decision.decision_id} if decision else card


def pack_price(pack: Pack) -> str:
    """10元/月, or 10元 once."""
    return monthly(pack.fee) if pack.renews else say("price_once", price=plain_yuan(pack.fee))


def validity(pack: Pack) -> str:
    """How long it lasts, and whether it goes on by itself."""
    return say("valid_monthly") if pack.renews else say("valid_days", days=pack.valid_days)
