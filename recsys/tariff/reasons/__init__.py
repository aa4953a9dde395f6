"""Reasons of a plan suggestion, each made from data; grouped by what they speak about."""

from recsys.offer.decision import Reason
from recsys.tariff.reasons.brings import BRINGS
from recsys.tariff.reasons.caution import CAUTION
from recsys.tariff.reasons.context import Context
from recsys.tariff.reasons.present import PRESENT

__all__ = ["Context", "reasons_of"]


def reasons_of(context: Context) -> tuple[Reason, ...]:
    """Why today's plan is poor, what the candidate brings, and what must be known; in this order."""
    found = (rule(context) for rule in (*PRESENT, *BRINGS, *CAUTION))
    return tuple(reason for reason in found if reason is not None)
