"""How made-up people chose their plan, packs, services and broadband."""

from dataclasses import replace
from datetime import date
from math import log
from random import Random

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Plan
from recsys.customers.customer import MonthUsage
from recsys.customers.population.truth import Truth, world

TOO_FAR = 0.8  # nobody takes a plan with less than half, or more than twice, of what they looked for


def choose_plan(
    catalogue: Catalogue, rng: Random, truth: Truth, age: int, region: str, usual: MonthUsage, today: date
) -> tuple[Plan, date]:
    """The plan that looked right on the day it was taken, and that day (the first of a month)."""
    low, high = world()["need_when_chosen"][truth.misfit]
    need = usual.data_mb * rng.uniform(low, high)
    since = _since(rng, truth, age, today)
    shelf = 1 if rng.random() < 0.25 else 4  # when little was on sale, most people waited
    near: list[Plan] = []
    while not near:
        on_sale = (plan for plan in catalogue.plans.values() if plan.sold_on(since))
        sold = [plan for plan in on_sale if _may(plan, age, truth, region)]
        fitting = [plan for plan in sold if _distance(plan, need, usual.voice_min) < TOO_FAR]
        last = _next_month(since) > today
        if last or (fitting and len(sold) >= shelf):
            near = sorted(sold, key=lambda plan: _distance(plan, need, usual.voice_min))[:3]
        else:
            since = _next_month(since)
    near = [plan for plan in near if _distance(plan, need, usual.voice_min) < TOO_FAR] or near[:1]
    return rng.choices(near, (6, 3, 1)[: len(near)])[0], since


def hold_back(plan: Plan, usual: MonthUsage) -> MonthUsage:
    """Where another GB costs 9 yuan or more, people use hardly more than their allowance."""
    dear = any(tier.price * 1024 // tier.block_mb >= 900 for tier in plan.overage.data)
    return (
        replace(usual, data_mb=min(usual.data_mb, plan.allowance.data_mb * 6 // 5 + 100)) if dear else usual
    )


def choose_packs(catalogue: Catalogue, rng: Random, truth: Truth) -> tuple[str, ...]:
    """At most one monthly pack; those whose plan is too small often have one already."""
    if rng.random() >= {"under": 0.3, "fit": 0.12, "over": 0.05}[truth.misfit]:
        return ()
    kind = "voice" if truth.usage_type == "talker" else "directed" if truth.usage_type == "video" else "data"
    packs = [
        pack for pack in catalogue.packs.values() if pack.kind == kind and pack.renews and not pack.requires
    ]
    return (rng.choice(packs).id,) if packs else ()


def choose_services(catalogue: Catalogue, rng: Random, truth: Truth) -> tuple[str, ...]:
    """None to three; old contracts collected more of them."""
    free = plain_services(catalogue)
    count = rng.choices((0, 1, 2, 3), (45, 32, 16, 7))[0]
    chosen: list[str] = []
    for service in rng.sample(free, min(count, len(free))):
        if not set(catalogue.services[service].excludes) & set(chosen):
            chosen.append(service)
    return tuple(chosen)


def plain_services(catalogue: Catalogue) -> list[str]:
    """Those that anybody may take."""
    return [item.id for item in catalogue.services.values() if not item.requires and item.fee <= 3000]


def choose_broadband(catalogue: Catalogue, rng: Random, truth: Truth, region: str) -> str | None:
    """Families nearly always have one, students hardly ever."""
    chance = {"family": 0.9, "student": 0.05, "silent": 0.1}.get(truth.usage_type, 0.35)
    lines = [
        item
        for item in catalogue.broadband.values()
        if not item.requires and (not item.regions or region in item.regions) and item.down_mbps >= 100
    ]
    return rng.choice(lines).id if lines and rng.random() < chance else None


def _may(plan: Plan, age: int, truth: Truth, region: str) -> bool:
    """Whether the person would have been let into the plan, and thought it meant for them."""
    allowed = {
        "senior": age >= 60,
        "student": truth.usage_type == "student",
        "youth": age <= 30,
        "business": truth.usage_type in ("traveller", "talker"),
        None: True,
    }
    audience = plan.attributes.get("audience")
    here = not plan.regions or region in plan.regions
    needs = [need for need in plan.requires if not need.startswith("audience:")]
    family = not plan.attributes.get("family") or truth.usage_type == "family"
    return (
        here and family and not needs and allowed.get(audience if isinstance(audience, str) else None, False)
    )


def _distance(plan: Plan, need_mb: float, voice_min: int) -> float:
    """How far the allowance is from what was looked for; too few minutes count a little."""
    data = abs(log((plan.allowance.data_mb + 200) / (need_mb + 200)))
    return data + 0.25 * max(0.0, log((voice_min + 20) / (plan.allowance.voice_min + 20)))


def _since(rng: Random, truth: Truth, age: int, today: date) -> date:
    """Elders keep their contracts longest, students change most."""
    weights = (3, 30, 33, 34) if age >= 58 or truth.usage_type == "silent" else (7, 55, 28, 10)
    low, high = rng.choices(((1, 5), (6, 24), (25, 70), (71, 140)), weights)[0]
    if truth.usage_type == "student":
        high = min(high, 24)
        low = min(low, 6)
    index = today.year * 12 + today.month - 1 - rng.randint(low, high)
    return date(index // 12, index % 12 + 1, 1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
