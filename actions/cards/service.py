"""A value-added service as a card."""

from actions.cards.plan import monthly
from actions.replies.reply import Reply
from actions.wording import options, say
from kb.catalogue.schema import Service


def service_card(service: Service) -> Reply:
    """Name, price, what it does."""
    return {
        "type": "card",
        "kind": "service",
        "id": service.id,
        "title": service.title,
        "price": monthly(service.fee) if service.fee else say("free"),
        "facts": [],
        "reasons": [],
        "note": service.summary,
        "actions": options("service_card_options", title=service.title),
    }
