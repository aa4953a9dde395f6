"""A value-added service as a card."""

from actions.plan_card import monthly
from actions.replies import Reply
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
