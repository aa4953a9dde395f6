"""The lowest monthly fee when it is not worth having, and why it is not suggested."""

from actions.cards.plan import monthly
from actions.replies.reply import Reply, chosen_from
from actions.wording import options, say
from kb.catalogue.catalogue import Catalogue
from recsys.offer.decision import Decision

_WHY = ("no_saving", "too_slow", "need_not_met", "loses_broadband")  # the customer may still want it


def lowest_fee(catalogue: Catalogue, decision: Decision) -> Reply | None:
    """Named with what speaks against it, for the customer to decide; none when all are closed to them."""
    open_to = [
        (catalogue.plans[one.product_id], one.code)
        for one in decision.suppressed
        if one.code in _WHY and one.product_id in catalogue.plans
    ]
    if not open_to:
        return None
    plan, code = min(open_to, key=lambda pair: (pair[0].fee, pair[0].id))
    told = say("lowest_fee", title=plan.title, price=monthly(plan.fee), why=say(f"lowest_{code}"))
    return chosen_from(
        told, [(one["label"], one["text"]) for one in options("lowest_options", title=plan.title)]
    )
