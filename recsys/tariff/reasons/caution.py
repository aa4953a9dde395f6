"""What speaks against the candidate, or must be known before ordering it."""

from datetime import timedelta

from recsys.offer.decision import Reason
from recsys.offer.wording import reason
from recsys.tariff.reasons.context import Context
from recsys.tariff.saving import WINDOW

SOON = timedelta(days=60)  # a contract that ends within this is about to end


def costs_more(context: Context) -> Reason | None:
    """It brings what was asked for at a price."""
    saving = context.saving
    return reason("costs_more", extra_fen=-saving.mean) if saving and saving.mean < 0 else None


def worse_months(context: Context) -> Reason | None:
    """Months in which it would have cost more although it saves on the whole."""
    saving = context.saving
    if saving is None or not saving.worse_months or saving.mean <= 0:
        return None
    return reason("worse_months", months=saving.months, worse=saving.worse_months, most_fen=-saving.low)


def few_months(context: Context) -> Reason | None:
    """Less than six months to look back on."""
    known = len(context.months)
    return reason("few_months", months=known) if known < WINDOW and not context.estimated else None


def estimated(context: Context) -> Reason | None:
    """The usage is what the customer said."""
    if not context.estimated or not context.months[0].data_mb:
        return None
    usage = context.months[0]
    if context.need.data_mb is None:
        return reason("typical", data_mb=usage.data_mb, voice=usage.voice_min)
    if not usage.voice_min:
        return reason("estimated_data", data_mb=usage.data_mb)
    return reason("estimated", data_mb=usage.data_mb, voice=usage.voice_min)


def rollover_lost(context: Context) -> Reason | None:
    """Today's data rolls over and the candidate's does not."""
    lost = context.today and context.today.plan.rollover and not context.plan.rollover
    return reason("rollover_lost") if lost else None


def loses_bundles(context: Context) -> Reason | None:
    """What came with today's plan and would be gone."""
    titles = [item.title for item in context.bundled_today if item not in context.bundled]
    return reason("loses_bundles", titles=titles) if titles else None


def contract(context: Context) -> Reason | None:
    """Today's contract: about to end, free to go up, or dear to leave."""
    until, today = context.customer.contract_until, context.today
    if until is None or until < context.day or today is None:
        return None
    if until - context.day <= SOON:
        return reason("contract_ending", until_day=until.isoformat())
    if context.plan.fee >= today.plan.fee:
        return reason("in_contract_up", until_day=until.isoformat())
    if not today.plan.break_fee:
        return None
    return reason("in_contract", until_day=until.isoformat(), break_fen=today.plan.break_fee)


def promotion_running(context: Context) -> Reason | None:
    """Price cuts of today's plan that a change would end."""
    since, today = context.customer.plan_since, context.today
    if since is None or today is None:
        return None
    elapsed = (context.day.year - since.year) * 12 + context.day.month - since.month + 1
    running = [p for p in today.plan.promotions if p.first_months > elapsed]
    if not running:
        return None
    left = max(promotion.first_months for promotion in running) - elapsed
    return reason("promotion_running", months=left, titles=[promotion.title for promotion in running])


def term(context: Context) -> Reason | None:
    """A new contract."""
    plan = context.plan
    return reason("term", months=plan.term_months, break_fen=plan.break_fee) if plan.term_months else None


def needs_proof(context: Context) -> Reason | None:
    """A quality that must be shown when ordering."""
    codes = {
        "audience=senior": "needs_senior",
        "audience=student": "needs_student",
        "main_card": "needs_main_card",
    }
    needed = (codes.get(name.replace(":", "=")) for name in context.plan.requires)
    return next((reason(code) for code in needed if code), None)


CAUTION = (
    costs_more,
    worse_months,
    few_months,
    estimated,
    rollover_lost,
    loses_bundles,
    contract,
    promotion_running,
    term,
    needs_proof,
)
