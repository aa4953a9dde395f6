"""The order of rules, one story each."""

from datetime import date

import pytest

from kb.catalogue.schema import Item, OnSale
from recsys.offer.eligibility import Standing, agree, conflict, terms_of, unsold, warning
from tests.unit.recsys.tariff.tariffs import make_pack, make_plan

TODAY = date(2026, 11, 21)
GUANGDONG = Standing(region="CN-GD")


def ask(item: Item, standing: Standing = GUANGDONG, channel: str = "app") -> str | None:
    return unsold(item, standing.region, channel, TODAY) or conflict(terms_of(item), standing)


def sale(first: str, last: str | None = None) -> OnSale:
    return OnSale.model_validate({"from": first, "to": last})


def test_what_breaks_no_rule_may_be_offered() -> None:
    assert ask(make_plan()) is None


@pytest.mark.parametrize("days", [sale("2026-11-22"), sale("2024-01-01", "2026-11-20")])
def test_what_is_not_sold_today_is_not_offered(days: OnSale) -> None:
    assert ask(make_plan(on_sale=days)) == "not_on_sale"


def test_the_last_day_of_sale_still_counts() -> None:
    assert ask(make_plan(on_sale=sale("2024-01-01", "2026-11-21"))) is None


def test_region_and_channel_are_kept() -> None:
    assert ask(make_plan(regions=("CN-SH",))) == "region"
    assert ask(make_plan(regions=("CN-SH", "CN-GD"))) is None
    assert ask(make_plan(channels=("hall",))) == "channel"
    assert ask(make_plan(channels=("hotline",)), channel="copilot") is None


def test_what_is_held_is_not_offered_again() -> None:
    assert ask(make_pack(), Standing("CN-GD", held=(make_pack(),))) == "owned"


def test_requirements_are_ids_attributes_or_qualities_in_either_spelling() -> None:
    free = make_plan("free", attributes={"series": "自由选", "network": "5g"})
    for needs in (("free",), ("series:自由选",), ("network=5g",), ("network",), ("audience:senior",)):
        pack = make_pack(requires=needs)
        assert ask(pack) == "requires"
        assert ask(pack, Standing("CN-GD", (free,), frozenset({"audience=senior"}))) is None


def test_exclusion_works_from_both_sides() -> None:
    video, everything = make_pack("video"), make_pack("all", excludes=("video",))
    assert ask(everything, Standing("CN-GD", held=(video,))) == "excludes"
    assert ask(video, Standing("CN-GD", held=(everything,))) == "excludes"
    assert not agree(terms_of(video), terms_of(everything))


def test_black_is_never_grey_warns_the_agent_and_a_named_product_beats_the_star() -> None:
    black, grey = Standing("CN-GD", admission={"*": "black"}), Standing("CN-GD", admission={"plan_a": "grey"})
    assert (ask(make_plan(), black), warning(make_plan(), black)) == ("admission_black", None)
    assert (ask(make_plan(), grey), warning(make_plan(), grey)) == (None, "admission_grey")
    white = Standing("CN-GD", admission={"*": "black", "plan_a": "white"})
    assert (ask(make_plan(), white), warning(make_plan(), white)) == (None, None)


def test_the_first_broken_rule_of_the_order_is_named() -> None:
    plan = make_plan(on_sale=sale("2030-01-01"), regions=("CN-SH",), channels=("hall",), requires=("x",))
    assert ask(plan) == "not_on_sale"
    assert ask(plan.model_copy(update={"on_sale": sale("2024-01-01")})) == "region"
