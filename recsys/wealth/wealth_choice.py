"""Choose wealth products for one case: pure, so that a logged case gives the same decision again."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import WealthProduct
from recsys.offer.case import decided
from recsys.offer.decision import Decision, Suggestion, Suppressed
from recsys.offer.policy import Approach, judge_for
from recsys.offer.wording import sentence
from recsys.tariff.need import Value, least, most
from recsys.wealth.compliance import RISK_SENTENCE
from recsys.wealth.reasons import reasons_of
from recsys.wealth.suitability import customer_level, is_valid, product_risk
from recsys.wealth.wealth_case import WealthCase

_LIQUIDITY = {"high": 1.0, "medium": 0.5, "low": 0.0}
STEADY_MAX_RISK, SAFEST_MAX_RISK = 2, 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """A suitable product and its score, 0..1."""

    product: WealthProduct
    score: float


def decide_wealth(case: WealthCase, catalogue: Catalogue) -> Decision:
    """Suitable products in order, or what must be asked first (``assessment``, ``amount``, ``term``)."""
    if case.customer.risk is None or not is_valid(case.customer.risk, case.at):
        return _decision(case, catalogue, missing="assessment")
    if missing := case.need.missing():
        return _decision(case, catalogue, missing=missing)
    suitable, suppressed = eligible_products(case, catalogue)
    markets = markets_of(case, catalogue)
    ranked = sorted(_ranked(case, suitable, markets), key=lambda one: (-one.score, one.product.id))
    chosen = _spread_over_kinds(ranked, case.k)
    suppressed += [Suppressed(one.product.id, "ranked_below") for one in ranked if one not in chosen]
    items = tuple(
        Suggestion(
            product_id=one.product.id,
            title=one.product.title,
            score=round(one.score, 6),
            reasons=reasons_of(case, one.product, markets),
        )
        for one in chosen
    )
    note = RISK_SENTENCE if items else sentence("wealth_none", {})
    return _decision(case, catalogue, items=items, suppressed=suppressed, note=note)


def eligible_products(case: WealthCase, catalogue: Catalogue) -> tuple[list[WealthProduct], list[Suppressed]]:
    """Products that may be offered, and a code for every other."""
    approach = Approach(case.channel, case.at, case.day, with_agent=case.with_agent)
    approach = replace(approach, purpose="push") if case.proactive else approach
    judge = judge_for(case.customer, case.facts, catalogue, approach)
    good, suppressed = [], []
    for product in catalogue.wealth.values():
        code = judge(product) or _unfit(product, case)
        if code:
            suppressed.append(Suppressed(product.id, code))
        else:
            good.append(product)
    return good, suppressed


def _unfit(product: WealthProduct, case: WealthCase) -> str | None:
    """What the customer asked for; after suitability, which is nobody's wish."""
    kinds, table = case.need.kinds, ranking()
    if (kinds and product.kind not in kinds) or (not kinds and product.kind in table["only_when_asked"]):
        return "other_kind"
    bound = SAFEST_MAX_RISK if case.need.safest else STEADY_MAX_RISK if case.need.steady else None
    if bound is not None and (product_risk(product) or 0) > bound:
        return "too_lively"
    if product.id in case.need.besides:
        return "seen"
    if case.need.rate_above is not None and middle_rate(product) <= case.need.rate_above:
        return "rate_too_low"
    if (amount := _ceiling(case.need.amount)) is not None and product.min_amount > amount:
        return "minimum_above_amount"
    days = _ceiling(case.need.term_days)
    if days is not None and product.term_days and product.term_days > days * table["longest_share"]:
        return "term_too_long"
    return None


def _ceiling(value: Value | None) -> int | None:
    """The most that is there: of 五万左右 a bit more than five is no obstacle."""
    if isinstance(value, dict) and "min" in value and "max" not in value:
        return None
    return most(value)


def markets_of(case: WealthCase, catalogue: Catalogue) -> frozenset[str]:
    """The markets that the customer's money is in already."""
    ids = (holding.product_id for holding in case.customer.holdings)
    return frozenset(catalogue.wealth[id].direction for id in ids if id in catalogue.wealth)


def _ranked(case: WealthCase, products: list[WealthProduct], markets: frozenset[str]) -> list[Ranked]:
    table = ranking()
    days = _ceiling(case.need.term_days) or least(case.need.term_days) or table["default_term_days"]
    best_rate = max((middle_rate(product) for product in products), default=0) or 1
    level = customer_level(case.customer.risk) if case.customer.risk else 1
    weights = table["weights"]

    def score(product: WealthProduct) -> float:
        term = product.term_days
        parts = {
            "term": min(term / days, 1.0) if term else table["open_ended_term"],
            "rate": middle_rate(product) / best_rate,
            "risk": (product_risk(product) or 0) / level,
            "liquidity": _LIQUIDITY[product.liquidity],
            "spread": 0.0 if product.direction in markets else 1.0,
        }
        return float(sum(weights[name] * part for name, part in parts.items()))

    return [Ranked(product, score(product)) for product in products]


def middle_rate(product: WealthProduct) -> int:
    """Basis points; 0 when it names none."""
    return sum(product.rate_bp) // 2 if product.rate_bp else 0


def _spread_over_kinds(ranked: list[Ranked], k: int) -> list[Ranked]:
    """The best of each kind first, then the next best of any."""
    first: dict[str, Ranked] = {}
    for one in ranked:
        first.setdefault(one.product.kind, one)
    rest = [one for one in ranked if one not in first.values()]
    return [*first.values(), *rest][:k]


def _decision(case: WealthCase, catalogue: Catalogue, **outcome: Any) -> Decision:
    """``outcome``: items, suppressed, missing, note."""
    need = {name: getattr(case.need, name) for name in case.need.__dataclass_fields__}
    said = {name: value for name, value in need.items() if value}
    return decided(case, catalogue, "wealth", need=said, rules=str(ranking()["version"]), **outcome)


@cache
def ranking() -> dict[str, Any]:
    """The table of weights, ``ranking.yml``."""
    table: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ranking.yml").read_text("utf-8"))
    return table
