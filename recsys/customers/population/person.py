"""One made-up customer with contract, usage, money and consents: a pure function of seed and number."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kb.catalogue.catalogue import Catalogue
from recsys.customers.customer import Holding, Level, MonthUsage
from recsys.customers.population.choice import (
    choose_broadband,
    choose_packs,
    choose_plan,
    choose_services,
    hold_back,
)
from recsys.customers.population.money import draw_holdings, draw_level
from recsys.customers.population.truth import Truth, draw_truth, pick, world
from recsys.customers.population.usage import month_start, months_before, usual_month, vary_month


@dataclass(frozen=True, slots=True)
class Person:
    """Everything the population writes about a customer; ``usage`` is oldest first."""

    id: str
    name: str
    gender: str
    phone: str
    region: str
    born: date
    job: str
    household: str  # single, couple, family, retired
    plan_id: str
    plan_since: date
    contract_until: date | None
    packs: tuple[str, ...]
    services: tuple[str, ...]
    broadband: str | None
    usage: tuple[MonthUsage, ...]
    roamed: tuple[str, ...]  # ISO 3166, lately
    holdings: tuple[Holding, ...]
    level: Level | None
    assessed_on: date | None
    consents: tuple[tuple[str, str, bool], ...]  # channel, purpose, given
    openid: str | None
    truth: Truth
    story: str = ""


def draw_person(catalogue: Catalogue, seed: int, number: int, today: date) -> Person:
    """Customer ``number`` of the population of that seed, as of ``today``."""
    rng = Random(f"{seed}/{number}")
    truth = draw_truth(rng)
    gender = rng.choice(("female", "male"))
    born, region = _born(rng, truth, today), pick(rng, world()["regions"])
    age = (today - born).days // 365
    usual = usual_month(rng, truth)
    plan, since = choose_plan(catalogue, rng, truth, age, region, usual, today)
    usual = hold_back(plan, usual)
    packs = choose_packs(catalogue, rng, truth)
    held_months = max(1, min(6, (today.year - since.year) * 12 + today.month - since.month))
    level = draw_level(rng, truth)
    assessed = today - timedelta(days=rng.randint(5, 500)) if level else None
    return Person(
        id=f"c{number:06d}",
        name=rng.choice(world()["surnames"]) + rng.choice(world()["given"][gender]),
        gender=gender,
        phone=f"199{number:08d}",
        region=region,
        born=born,
        job="退休" if age >= 60 else "学生" if truth.usage_type == "student" else rng.choice(world()["jobs"]),
        household=_household(rng, truth, age),
        plan_id=plan.id,
        plan_since=since,
        contract_until=_contract_end(since, plan.term_months, rng, today),
        packs=packs,
        services=choose_services(catalogue, rng, truth),
        broadband=choose_broadband(catalogue, rng, truth, region),
        usage=tuple(vary_month(rng, usual, month) for month in months_before(today, held_months)),
        roamed=_roamed(rng, truth),
        holdings=draw_holdings(catalogue, rng, truth, level, today),
        level=level,
        assessed_on=assessed,
        consents=_consents(rng, truth),
        openid=f"wx_c{number:06d}" if truth.channel == "wechat" or rng.random() < 0.45 else None,
        truth=truth,
    )


def _born(rng: Random, truth: Truth, today: date) -> date:
    low, high = world()["usage_types"][truth.usage_type]["ages"]
    return today - timedelta(days=rng.randint(low * 365 + 20, high * 365))


def _household(rng: Random, truth: Truth, age: int) -> str:
    if truth.usage_type == "family":
        return "family"
    if age >= 60:
        return "retired"
    return pick(rng, {"single": max(1, 60 - age), "couple": age, "family": age if age > 28 else 1})


def _contract_end(since: date, term_months: int, rng: Random, today: date) -> date | None:
    months = term_months or (24 if rng.random() < 0.25 else 0)
    end = month_start(since, -months) if months else None
    return end if end and end > today else None


def _roamed(rng: Random, truth: Truth) -> tuple[str, ...]:
    chance = 0.75 if truth.usage_type == "traveller" else 0.05
    return (pick(rng, world()["destinations"]),) if rng.random() < chance else ()


def _consents(rng: Random, truth: Truth) -> tuple[tuple[str, str, bool], ...]:
    """Most agree to personalisation; marketing depends on what they tolerate, per channel."""
    given = [("*", "personalisation", rng.random() < 0.94), ("*", "sensitive", rng.random() < 0.35)]
    for channel in ("wechat", "app", "sms", "hotline"):
        likes = truth.push_tolerance + (0.35 if channel == truth.channel else 0.1)
        given.append((channel, "marketing", rng.random() < likes))
    return tuple(given)
