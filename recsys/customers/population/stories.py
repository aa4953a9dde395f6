"""The named demo customers, read from stories.yml and fitted to the catalogue by properties."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Plan, WealthProduct
from recsys.customers.customer import Holding, MonthUsage
from recsys.customers.population.person import Person
from recsys.customers.population.truth import Truth
from recsys.customers.population.usage import GB, months_before


@cache
def stories() -> list[dict[str, Any]]:
    """The content of stories.yml."""
    path = Path(__file__).parent.parent / "stories.yml"
    loaded: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def story_person(catalogue: Catalogue, story: dict[str, Any], today: date) -> Person:
    """A story as a person. Raises LookupError when the catalogue has no plan or product like that."""
    number = int(story["id"][1:])
    plan = _plan(catalogue, story["plan"], story["plan_since"], today)
    risk = story.get("risk")
    return Person(
        id=story["id"],
        name=story["name"],
        gender=story["gender"],
        phone=f"199{number:08d}",
        region=story["region"],
        born=story["born"],
        job=story["job"],
        household=story["household"],
        plan_id=plan.id,
        plan_since=story["plan_since"],
        contract_until=None,
        packs=(),
        services=tuple(item.id for item in _plain_services(catalogue)[: story.get("services", 0)]),
        broadband=_broadband(catalogue, story.get("broadband")),
        usage=_usage(plan, story["usage"], today),
        roamed=tuple(story.get("roamed", ())),
        holdings=tuple(_holding(catalogue, wanted, today) for wanted in story["holdings"]),
        level=risk["level"] if risk else None,
        assessed_on=today - timedelta(days=risk["days_ago"]) if risk else None,
        consents=tuple((*key.split("/"), given) for key, given in story["consents"].items()),
        openid=f"wx_{story['id']}",
        truth=Truth(**story["truth"]),
        story=story["story"],
    )


def _plan(catalogue: Catalogue, wanted: dict[str, Any], since: date, today: date) -> Plan:
    low, high = wanted["fee"]
    for plan in sorted(catalogue.plans.values(), key=lambda plan: (-plan.fee, plan.id)):
        same = all(
            getattr(plan, name, plan.attributes.get(name)) == value
            for name, value in wanted.items()
            if name not in ("fee", "on_sale")
        )
        on_sale = plan.sold_on(today) == wanted["on_sale"]
        if same and on_sale and low <= plan.fee <= high and plan.sold_on(since) and not plan.regions:
            return plan
    raise LookupError(f"no plan for the story: {wanted}")


def _usage(plan: Plan, wanted: dict[str, Any], today: date) -> tuple[MonthUsage, ...]:
    if "over_gb" in wanted:
        data = [
            plan.allowance.data_mb + round(over * GB) - (7 if over > 0 else 0) for over in wanted["over_gb"]
        ]
    else:
        data = [round(amount * GB) for amount in wanted["data_gb"]]
    directed, sms = round(wanted["directed_gb"] * GB), wanted["sms"]
    months = zip(months_before(today, 6), data, wanted["voice_min"], strict=True)
    return tuple(MonthUsage(month, mb, directed, voice, sms) for month, mb, voice in months)


def _plain_services(catalogue: Catalogue) -> list[Any]:
    """Those that anybody may hold, video memberships first: they are what people argue about."""
    plain = [
        item for item in catalogue.services.values() if not item.requires and not item.excludes and item.fee
    ]
    return sorted(plain, key=lambda item: ("视频" not in item.title, item.id))


def _broadband(catalogue: Catalogue, wanted: dict[str, Any] | None) -> str | None:
    if wanted is None:
        return None
    low, high = wanted["down_mbps"]
    fits = [
        item for item in catalogue.broadband.values() if low <= item.down_mbps <= high and not item.requires
    ]
    return min(fits, key=lambda item: (bool(item.regions), item.fee, item.id)).id if fits else None


def _holding(catalogue: Catalogue, wanted: dict[str, Any], today: date) -> Holding:
    low, high = wanted.get("term_days", (0, 10_000))
    fits = (
        item
        for item in catalogue.wealth.values()
        if item.kind == wanted["kind"]
        and item.risk in wanted["risk"]
        and low <= (item.term_days or 0) <= high
    )
    item = next((item for item in fits if _affordable(item, wanted["yuan"] * 100)), None)
    if item is None:
        raise LookupError(f"no product for the story: {wanted}")
    since = today - timedelta(days=wanted["days_ago"])
    matures = since + timedelta(days=item.term_days) if item.term_days else None
    return Holding(item.id, wanted["yuan"] * 100, since, matures)


def _affordable(item: WealthProduct, amount: int) -> bool:
    return item.min_amount <= amount and not item.requires and not item.private and not item.leveraged
