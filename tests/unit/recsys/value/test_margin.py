"""Margins that can be worked out on paper."""

from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.models.customers.aims import aims
from recsys.value.margin import kind_of, margin_of, margins

TABLE: dict[str, Any] = {
    "kinds": {"plan": {"fee_bp": 1500, "months": 12}, "deposit": {"amount": 3_000_000, "amount_bp": 60}},
    "products": {},
}


def test_a_plan_earns_its_share_of_a_years_fees(catalogue: Catalogue) -> None:
    plan = next(iter(catalogue.plans.values())).model_copy(update={"fee": 3900})
    assert margin_of(plan, TABLE) == 3900 * 12 * 15 // 100  # 70.20 yuan


def test_a_deposit_earns_on_what_is_placed_for_as_long_as_it_lies(catalogue: Catalogue) -> None:
    deposit = next(item for item in catalogue.wealth.values() if item.kind == "deposit")
    half = deposit.model_copy(update={"term_days": 73, "min_amount": 100})
    assert margin_of(half, TABLE) == 3600  # 30,000 yuan × 0.6 % × 73/365
    large = deposit.model_copy(update={"term_days": None, "min_amount": 20_000_000})
    assert margin_of(large, TABLE) == 120_000


def test_a_product_of_its_own_margin_overrules_its_kind(catalogue: Catalogue) -> None:
    plan = next(iter(catalogue.plans.values()))
    assert margin_of(plan, TABLE | {"products": {plan.id: 77}}) == 77


def test_a_pack_that_does_not_renew_earns_once(catalogue: Catalogue) -> None:
    pack = next(pack for pack in catalogue.packs.values() if pack.renews and pack.fee)
    months = margins()["kinds"]["pack"]["months"]
    once = margin_of(pack.model_copy(update={"renews": False}))
    assert abs(margin_of(pack) - months * once) <= months


def test_every_product_has_a_margin_and_every_kind_is_foreseen(catalogue: Catalogue) -> None:
    assert all(margin_of(item) >= 0 for item in catalogue.items.values())
    assert {kind_of(item) for item in catalogue.items.values()} == {aim.kind for aim in aims() if aim.kind}
    assert set(margins()["kinds"]) == {aim.kind for aim in aims() if aim.kind}
