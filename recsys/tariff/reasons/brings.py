"""What the candidate brings."""

from recsys.offer.decision import Reason
from recsys.offer.wording import reason
from recsys.tariff.need import least, middle, most
from recsys.tariff.reasons.context import Context
from recsys.tariff.saving import mean_half_up


def saves(context: Context) -> Reason | None:
    """In how many months, and how much on average."""
    saving = context.saving
    if saving is None or saving.mean <= 0:
        return None
    better = sum(then < now for now, then in zip(_today(context), context.candidate.totals, strict=True))
    return reason("saves", months=saving.months, better=better, mean_fen=saving.mean)


def meets_data(context: Context) -> Reason | None:
    """It holds the data that was asked for."""
    asked = middle(context.need.data_mb)
    if not asked or context.data_mb < least(context.need.data_mb):
        return None
    return reason("meets_data", to_mb=context.data_mb, asked_mb=asked)


def meets_voice(context: Context) -> Reason | None:
    """It holds the minutes that were asked for."""
    asked = middle(context.need.voice_min)
    if not asked or context.voice_min < least(context.need.voice_min):
        return None
    return reason("meets_voice", minutes=context.voice_min, asked=asked)


def more_data(context: Context) -> Reason | None:
    """Somebody who wants more sees how much more."""
    today = context.today
    if today is None or context.need.kind != "bigger" or context.data_mb <= today.data_mb:
        return None
    return reason("more_data", from_mb=today.data_mb, to_mb=context.data_mb)


def within_budget(context: Context) -> Reason | None:
    """Its mean bill keeps to the budget."""
    limit = most(context.need.budget)
    mean = mean_half_up(context.candidate.total, len(context.candidate.totals))
    return reason("within_budget", mean_fen=mean) if limit is not None and mean <= limit else None


def cheapest(context: Context) -> Reason | None:
    """The lowest mean bill of all that were compared."""
    return reason("cheapest", count=context.compared) if context.best and context.compared > 1 else None


def directed_fits(context: Context) -> Reason | None:
    """Directed use that general data pays for today."""
    directed = context.plan.allowance.directed
    used = sum(month.directed_mb for month in context.months) // len(context.months)
    present = context.today.plan.allowance.directed.data_mb if context.today else 0
    if not used or not directed.apps or directed.data_mb <= present or present >= used:
        return None
    return reason("directed_fits", used_mb=used, apps=list(directed.apps), allowance_mb=directed.data_mb)


def rollover(context: Context) -> Reason | None:
    """It rolls over and today's does not."""
    gains = context.plan.rollover and (context.today is None or not context.today.plan.rollover)
    return reason("rollover") if gains and context.plan.allowance.data_mb else None


def with_packs(context: Context) -> Reason | None:
    """Packs to order along with it."""
    packs = context.new_packs
    if not packs:
        return None
    return reason("with_packs", packs=[pack.title for pack in packs], ids=[pack.id for pack in packs])


def drops_packs(context: Context) -> Reason | None:
    """Packs it makes superfluous."""
    packs = context.dropped_packs
    if not packs:
        return None
    return reason("drops_packs", packs=[pack.title for pack in packs], ids=[pack.id for pack in packs])


def bundles(context: Context) -> Reason | None:
    """What comes with it and not with today's."""
    titles = [item.title for item in context.bundled if item not in context.bundled_today]
    return reason("bundles", titles=titles) if titles else None


def promotion(context: Context) -> Reason | None:
    """Its price cuts, which the saving leaves out."""
    items = (context.plan, *context.new_packs)
    titles = [promotion.title for item in items for promotion in item.promotions]
    return reason("promotion", titles=titles) if titles else None


def _today(context: Context) -> tuple[int, ...]:
    return context.today.totals if context.today else ()


BRINGS = (
    saves,
    meets_data,
    meets_voice,
    more_data,
    within_budget,
    cheapest,
    directed_fits,
    rollover,
    with_packs,
    drops_packs,
    bundles,
    promotion,
)
