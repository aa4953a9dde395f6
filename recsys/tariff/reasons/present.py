"""Why today's plan does not fit."""

from recsys.offer.decision import Reason
from recsys.offer.wording import reason
from recsys.tariff.reasons.context import Context

UNUSED_BELOW = 50  # percent of an allowance; more use than that is no waste
WORTH_SAYING = 100  # fen a month; less is no reason to change a plan


def exceeds_data(context: Context) -> Reason | None:
    """Months charged for data beyond the allowance that the candidate would have cut."""
    return _exceeds(context, "exceeds_data", "data", "data_cap")


def exceeds_voice(context: Context) -> Reason | None:
    """The same for minutes."""
    return _exceeds(context, "exceeds_voice", "voice")


def exceeds_messages(context: Context) -> Reason | None:
    """The same for SMS and MMS."""
    return _exceeds(context, "exceeds_messages", "sms", "mms")


def unused_data(context: Context) -> Reason | None:
    """Less than half of the data is used, and the candidate holds less."""
    today = context.today
    if today is None or not today.data_mb or context.data_mb >= today.data_mb:
        return None
    used = sum(month.general_mb for month in today.metered)
    share = used * 100 // (today.data_mb * len(today.metered))
    if share >= UNUSED_BELOW:
        return None
    return reason("unused_data", allowance_mb=today.data_mb, share=share)


def unused_voice(context: Context) -> Reason | None:
    """Less than half of the minutes are used, and the candidate holds fewer."""
    today = context.today
    if today is None or not today.voice_min or context.voice_min >= today.voice_min:
        return None
    share = sum(month.voice_min for month in today.months) * 100 // (today.voice_min * len(today.months))
    return reason("unused_voice", allowance=today.voice_min, share=share) if share < UNUSED_BELOW else None


def min_spend_wasted(context: Context) -> Reason | None:
    """Months filled up to the minimum spend."""
    if context.today is None:
        return None
    short, mean = context.today.extra("min_spend")
    if not short:
        return None
    spend = context.today.plan.min_spend
    months = len(context.today.months)
    return reason("min_spend_wasted", min_spend_fen=spend, months=months, short=short, extra_fen=mean)


def throttled(context: Context) -> Reason | None:
    """Months in which data became slow."""
    if context.today is None:
        return None
    slow = sum(bill.throttled for bill in context.today.bills)
    more = (context.plan.throttle_after_mb or 2**62) > (context.today.plan.throttle_after_mb or 2**62)
    return reason("throttled", months=len(context.today.months), slow=slow) if slow and more else None


def _exceeds(context: Context, code: str, *rules: str) -> Reason | None:
    if context.today is None:
        return None
    exceeded, mean = context.today.extra(*rules)
    if mean < WORTH_SAYING:
        return None
    return reason(code, months=len(context.today.months), exceeded=exceeded, extra_fen=mean)


PRESENT = (
    exceeds_data,
    exceeds_voice,
    exceeds_messages,
    unused_data,
    unused_voice,
    min_spend_wasted,
    throttled,
)
