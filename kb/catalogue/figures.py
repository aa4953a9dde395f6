"""Every figure that a text quotes stands in the catalogue or in a policy it refers to."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.quantity import Quantity, Reading, quantities
from kb.catalogue.schema import Broadband, Faq, Item, Pack, Promotion, Script, Tariff, WealthProduct

_COMPARED = 4
_MONTH_DAYS = Decimal("30.4375")


def check_figures(catalogue: Catalogue) -> list[str]:
    """A line for every figure in an answer or script that its refs and policies do not hold."""
    texts: list[tuple[Faq | Script, str, str]] = [
        *((faq, "answer", faq.answer) for faq in catalogue.faq.values()),
        *((script, "text", script.text) for script in catalogue.scripts.values()),
    ]
    return [
        f"{catalogue.files[record.id]}, {record.id}, {field}: "
        f"{figure} is not a figure of its refs {list(record.refs)} or policies {list(record.policies)}"
        for record, field, text in texts
        if not catalogue.broken & {*record.refs, *record.policies}
        for figure in foreign_figures(catalogue, text, record.refs, record.policies)
    ]


def foreign_figures(
    catalogue: Catalogue, text: str, refs: Sequence[str], policies: Sequence[str]
) -> list[str]:
    """The figures of a text, as written, that neither these products nor these policies hold.

    Names such as 畅享79元套餐 are no figures.
    """
    allowed = _allowed(catalogue, refs, policies)
    return [quantity.text for quantity in _foreign(catalogue.names.sub("\0", text), allowed)]


def figures_of(item: Item) -> set[Reading]:
    """All figures that a text about the item may quote."""
    found = set(_quoted([item.summary, *(str(value) for value in item.attributes.values())]))
    found |= {("any", Decimal(value)) for value in item.attributes.values() if isinstance(value, int)}
    if isinstance(item, Tariff):
        found |= set(_tariff(item))
    if isinstance(item, WealthProduct):
        found |= set(_wealth(item))
    return found


def _foreign(text: str, allowed: set[Reading]) -> Iterator[Quantity]:
    for quantity in quantities(text):
        readings = {*quantity.readings, *(("any", value) for _, value in quantity.readings)}
        if not readings & allowed:
            yield quantity


def _allowed(catalogue: Catalogue, refs: Sequence[str], policies: Sequence[str]) -> set[Reading]:
    items = [catalogue.items[ref] for ref in refs if ref in catalogue.items]
    quoted = [catalogue.policies[key] for key in policies if key in catalogue.policies]
    allowed = {reading for item in items for reading in figures_of(item)}
    allowed |= set(_quoted(figure for policy in quoted for figure in policy.figures))
    return allowed | set(_differences([item for item in items if isinstance(item, Tariff)]))


def _quoted(texts: Iterable[str]) -> Iterator[Reading]:
    for text in texts:
        for quantity in quantities(text):
            yield from quantity.readings


def _differences(tariffs: list[Tariff]) -> Iterator[Reading]:
    """What a comparison says: how much dearer, how much more data and minutes; only of a few, or all fits."""
    if len(tariffs) > _COMPARED:
        return
    for dear, cheap in permutations(tariffs, 2):
        yield _yuan(dear.fee - cheap.fee)
        yield "mb", Decimal(dear.allowance.data_mb - cheap.allowance.data_mb)
        yield "minute", Decimal(dear.allowance.voice_min - cheap.allowance.voice_min)


def _tariff(item: Tariff) -> Iterator[Reading]:
    fee, allowance, overage = item.fee, item.allowance, item.overage
    amounts = [fee, fee * 12, fee * item.term_months, item.min_spend, item.break_fee, item.data_cap or 0]
    amounts += [overage.voice_per_min, overage.sms_each, overage.mms_each, *(t.price for t in overage.data)]
    yield from map(_yuan, amounts)
    sizes = [allowance.data_mb, allowance.directed.data_mb, item.throttle_after_mb or 0]
    sizes += [size for tier in overage.data for size in (tier.block_mb, tier.up_to_mb or 0)]
    yield from (("mb", Decimal(size)) for size in sizes)
    yield from (("minute", Decimal(minutes)) for minutes in (allowance.voice_min, allowance.wlan_min))
    yield from (("条", Decimal(messages)) for messages in (allowance.sms, allowance.mms))
    yield "month", Decimal(item.term_months)
    for promotion in item.promotions:
        yield from _promotion(promotion, fee)
    if isinstance(item, Pack):
        yield from (("day", Decimal(item.valid_days)), ("minute", Decimal(item.valid_days * 1440)))
    if isinstance(item, Broadband):
        yield from (("mbps", Decimal(item.down_mbps)), ("mbps", Decimal(item.up_mbps)))
        yield _yuan(item.install_fee)


def _promotion(promotion: Promotion, fee: int) -> Iterator[Reading]:
    yield "month", Decimal(promotion.first_months)
    off = promotion.amount_off or 0
    if promotion.percent_off is not None:
        yield from ((unit, Decimal(promotion.percent_off)) for unit in ("percent_off", "percent"))
        off = (fee * promotion.percent_off + 50) // 100
    yield from (_yuan(off), _yuan(fee - off))


def _wealth(item: WealthProduct) -> Iterator[Reading]:
    yield from (_yuan(item.min_amount), _yuan(item.step))
    yield from (("percent", Decimal(rate) / 100) for rate in [*(item.rate_bp or ()), *item.fees_bp.values()])
    yield from ((unit, Decimal(item.redemption.days_to_arrive)) for unit in ("day", "workday"))
    yield from _quoted([item.redemption.rule])
    if item.term_days:
        yield "day", Decimal(item.term_days)
        months = round(item.term_days / _MONTH_DAYS)
        if abs(item.term_days - months * _MONTH_DAYS) <= max(3, item.term_days // 50):
            yield "month", Decimal(months)


def _yuan(fen: int) -> Reading:
    return "yuan", Decimal(fen) / 100
