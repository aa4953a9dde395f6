"""Who may see which wealth product."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kb.catalogue.schema import WealthProduct
from recsys.customers.customer import Customer, RiskAssessment
from recsys.wealth.questionnaire import questionnaire, score
from recsys.wealth.suitability import is_valid, product_risk, suitability

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def product(risk: str | None, issuer: str | None = None, **extra: object) -> WealthProduct:
    data = {
        "id": "p", "title": "稳健半年", "kind": "fixed_income", "risk": risk, "issuer_risk": issuer,
        "term_days": 180, "min_amount": 100_000, "rate_kind": "benchmark", "rate_bp": [220, 260],
        "redemption": {"kind": "at_maturity", "days_to_arrive": 1, "rule": "到期自动赎回"},
        "liquidity": "medium", "direction": "债市", "on_sale": {"from": "2025-01-01"}, "source": "test",
    }  # fmt: skip
    return WealthProduct.model_validate(data | extra)


def person(level: str | None, born: date = date(1990, 5, 1), assessed: datetime = NOW) -> Customer:
    risk = RiskAssessment(level, 50, assessed) if level else None  # type: ignore[arg-type]
    return Customer("c1", "王阿姨", "13800000000", "CN-GD", born, None, None, None, (), (), (), risk)


def unsuitable(who: Customer, what: WealthProduct, now: datetime, **how: bool) -> str | None:
    return suitability(who, now, **how)(what)


@pytest.mark.parametrize(
    ("level", "risk", "code"),
    [("C2", "R2", None), ("C2", "R3", "risk_above_level"), ("C5", "R5", None), ("C1", "R1", None)],
)
def test_only_products_up_to_the_level_are_suitable(level: str, risk: str, code: str | None) -> None:
    assert unsuitable(person(level), product(risk), NOW) == code


def test_of_two_ratings_the_higher_counts() -> None:
    assert product_risk(product("R2", "R4")) == 4
    assert unsuitable(person("C3"), product("R2", "R4"), NOW) == "risk_above_level"


def test_without_assessment_nothing_is_suitable() -> None:
    assert unsuitable(person(None), product("R1"), NOW) == "assessment_missing"


def test_an_assessment_ends_after_twelve_months_to_the_second() -> None:
    assessed = datetime(2025, 11, 1, 12, tzinfo=UTC)
    assert unsuitable(person("C3", assessed=assessed), product("R1"), NOW) == "assessment_expired"
    assert is_valid(RiskAssessment("C3", 1, assessed.replace(second=1)), NOW)


def test_an_assessment_of_29_february_ends_on_the_28th() -> None:
    risk = RiskAssessment("C3", 1, datetime(2024, 2, 29, tzinfo=UTC))
    assert is_valid(risk, datetime(2025, 2, 27, 23, tzinfo=UTC))
    assert not is_valid(risk, datetime(2025, 2, 28, tzinfo=UTC))


def test_an_unrated_product_is_not_recommended() -> None:
    assert unsuitable(person("C5"), product(None, "R1"), NOW) == "product_unrated"


def test_at_65_anything_above_r3_needs_an_agent() -> None:
    aged = person("C5", born=date(1961, 11, 1))
    assert unsuitable(aged, product("R4"), NOW) == "aged_needs_agent"
    assert unsuitable(aged, product("R4"), NOW, with_agent=True) is None
    assert unsuitable(replace(aged, born=date(1961, 11, 2)), product("R4"), NOW) is None


@pytest.mark.parametrize("extra", [{"leveraged": True}, {"private": True}])
def test_leveraged_and_private_products_are_never_pushed(extra: dict[str, object]) -> None:
    assert unsuitable(person("C5"), product("R2", **extra), NOW, proactive=True) == "not_for_push"


def test_the_highest_answers_give_c5_and_the_lowest_c1() -> None:
    best = [
        max(range(len(q.options)), key=lambda i, q=q: q.options[i].points) for q in questionnaire().questions
    ]  # type: ignore[misc]
    assert score(best).level == "C5"
    assert score([0] * 10).level == "C1"


def test_who_bears_no_loss_is_c1_whatever_else_is_said() -> None:
    best = [
        max(range(len(q.options)), key=lambda i, q=q: q.options[i].points) for q in questionnaire().questions
    ]  # type: ignore[misc]
    best[5] = 0
    assert score(best).level == "C1"


def test_an_incomplete_questionnaire_is_refused() -> None:
    with pytest.raises(ValueError, match="10 answers are needed, 9 given"):
        score([1] * 9)
