"""Which wealth products are shown to whom, on the real catalogue."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.load import load_catalogue
from recsys.customers.customer import Customer, RiskAssessment
from recsys.offer.snapshot import to_plain
from recsys.offer.standing import Facts
from recsys.wealth.advice import recompute
from recsys.wealth.suitability import product_risk
from recsys.wealth.wealth_case import WealthCase, WealthNeed
from recsys.wealth.wealth_choice import decide_wealth

NOW = datetime(2026, 11, 10, 4, tzinfo=UTC)
HALF_YEAR = WealthNeed(amount=8_000_000, term_days=182)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Path("kb/data"))


def case(level: str | None = "C3", need: WealthNeed = HALF_YEAR, **extra: object) -> WealthCase:
    risk = RiskAssessment(level, 50, NOW) if level else None  # type: ignore[arg-type]
    chen = Customer(
        "c1", "小陈", "13800000000", "CN-GD", date(1990, 5, 1), None, None, None, (), (), (), risk
    )
    made = WealthCase("d1", chen, Facts(), 3, "app", NOW, NOW.date(), need)
    return replace(made, **extra)  # type: ignore[arg-type]


def test_without_assessment_only_the_assessment_is_offered(catalogue: Catalogue) -> None:
    decision = decide_wealth(case(level=None), catalogue)
    assert (decision.missing, decision.items) == ("assessment", ())


@pytest.mark.parametrize(
    ("need", "asked"),
    [(WealthNeed(), "amount"), (WealthNeed(amount=1), "term"), (WealthNeed(asked=("amount",)), "term")],
)
def test_only_what_is_not_known_is_asked(catalogue: Catalogue, need: WealthNeed, asked: str) -> None:
    assert decide_wealth(case(need=need), catalogue).missing == asked


@pytest.mark.parametrize("level", ["C1", "C2", "C3", "C4", "C5"])
def test_nothing_above_the_level_is_ever_shown(catalogue: Catalogue, level: str) -> None:
    decision = decide_wealth(case(level=level, k=100), catalogue)  # type: ignore[arg-type]
    assert decision.items
    for item in decision.items:
        assert (product_risk(catalogue.wealth[item.product_id]) or 9) <= int(level[1])


def test_every_product_is_either_shown_or_has_a_code(catalogue: Catalogue) -> None:
    decision = decide_wealth(case(), catalogue)
    named = {item.product_id for item in decision.items} | {s.product_id for s in decision.suppressed}
    assert named == set(catalogue.wealth)


def test_money_that_is_needed_in_half_a_year_is_not_bound_for_longer(catalogue: Catalogue) -> None:
    for item in decide_wealth(case(k=50), catalogue).items:  # type: ignore[arg-type]
        assert (catalogue.wealth[item.product_id].term_days or 0) <= 191


def test_the_risk_sentence_stands_under_every_suggestion(catalogue: Catalogue) -> None:
    assert decide_wealth(case(), catalogue).note == "理财非存款、产品有风险、投资须谨慎"


def test_nothing_private_or_leveraged_goes_into_a_push(catalogue: Catalogue) -> None:
    for item in decide_wealth(case("C5", k=100, proactive=True), catalogue).items:  # type: ignore[arg-type]
        product = catalogue.wealth[item.product_id]
        assert not product.private and not product.leveraged and (product_risk(product) or 9) <= 3


def test_the_logged_case_gives_the_same_decision_again(catalogue: Catalogue) -> None:
    first = case()
    assert recompute(to_plain(first), catalogue) == decide_wealth(first, catalogue)
