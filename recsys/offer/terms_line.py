"""Price and benefit of a product in one sentence, from the catalogue alone."""

from kb.catalogue.schema import Allowance, Item, Pack, Tariff, WealthProduct
from recsys.offer.wording import sentence
from recsys.tariff.saving import yuan


def terms_line(item: Item) -> str:
    """「39.00元/月,含30GB流量、50分钟;新办优惠:首3个月月费半价」."""
    if isinstance(item, WealthProduct):
        return _wealth(item)
    return _tariff(item) if isinstance(item, Tariff) else item.summary


def _tariff(item: Tariff) -> str:
    once = isinstance(item, Pack) and not item.renews
    price = sentence("terms_once" if once else "terms_monthly", {"price": yuan(item.fee)})
    holds = "、".join(_holds(item.allowance))
    parts = [price, sentence("terms_holds", {"holds": holds}) if holds else ""]
    parts.append(sentence("terms_contract", {"months": item.term_months}) if item.term_months else "")
    said = ",".join(part for part in parts if part)
    cuts = "、".join(cut.title for cut in item.promotions)
    return said + ";" + sentence("terms_promotion", {"titles": cuts}) if cuts else said


def _holds(allowance: Allowance) -> list[str]:
    found = [sentence("terms_data", {"of_mb": allowance.data_mb})] if allowance.data_mb else []
    if allowance.directed.data_mb:
        found.append(sentence("terms_directed", {"of_mb": allowance.directed.data_mb}))
    if allowance.voice_min:
        found.append(sentence("terms_voice", {"minutes": allowance.voice_min}))
    return found


def _wealth(item: WealthProduct) -> str:
    term = sentence("terms_days", {"days": item.term_days}) if item.term_days else sentence("terms_open", {})
    risk = sentence("terms_risk", {"risk": item.risk}) if item.risk else ""
    least = sentence("terms_least", {"price": yuan(item.min_amount)})
    return ",".join(part for part in (least, term, risk, item.redemption.rule) if part)
