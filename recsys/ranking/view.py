"""The unified policy view in the order of value: what is most worth offering stands first."""

from dataclasses import replace
from datetime import datetime

from recsys.engine import Engine
from recsys.offer.policy_view import PolicyView, policy_view
from recsys.ranking.advice import OfferNeed, offer_case
from recsys.ranking.allowed import allowed
from recsys.ranking.candidate import candidates


def ranked_view(engine: Engine, customer_id: str, channel: str | None, now: datetime) -> PolicyView:
    """``policy_view`` with its offers by expected value; those that rest or do not fit come last.

    Over all channels the values are those of a call, where an agent tells of them.

    Raises UnknownCustomer.
    """
    view = policy_view(engine, customer_id, channel, now)
    need = OfferNeed(explore=False)
    where = channel or "hotline"
    case = offer_case(engine, customer_id, need=need, channel=where, now=now, k=1, with_agent=True)
    # Whether the customer may be approached now is said beside the offers; their order does not depend on it.
    found = candidates(allowed(replace(case, contact=None), engine.catalogue), case)
    worth = {one.item.id: one.worth.fen for one in found}
    offers = sorted(
        view.offers,
        key=lambda one: (one.product_id not in worth, -worth.get(one.product_id, 0), one.product_id),
    )
    return replace(view, offers=tuple(offers))
