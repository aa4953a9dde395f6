"""Plans chosen for people whose bills can be checked by hand."""

from dataclasses import replace
from datetime import date

from kb.catalogue.schema import Broadband
from recsys.customers.customer import MonthUsage
from recsys.offer.decision import Decision, Suggestion
from recsys.offer.snapshot import canonical, from_plain, to_plain
from recsys.offer.standing import Facts
from recsys.tariff.plan_case import PlanCase
from recsys.tariff.plan_choice import decide_plan
from tests.unit.recsys.tariff.people import (
    FIVE,
    LARGE,
    MIDDLE,
    SHOP,
    SMALL,
    case,
    catalogue_of,
    person,
    usage,
)
from tests.unit.recsys.tariff.tariffs import GB, SALE, YUAN, make_pack, make_plan


def texts(item: Suggestion) -> dict[str, str]:
    return {reason.code: reason.text for reason in item.reasons}


def codes(decision: Decision) -> dict[str, str]:
    return {one.product_id: one.code for one in decision.suppressed}


LI_LEI = person(usage=usage(18, 19, 20, 21, 9, 20))


def test_li_lei_who_exceeds_his_data_in_five_months_saves_with_the_middle_plan() -> None:
    decision = decide_plan(case(LI_LEI), SHOP)
    # 小畅39: 8, 9, 10, 11, 0, 10 GB beyond at 5 yuan: 79, 84, 89, 94, 39, 89 = 474; 中畅59: 59 each.
    best = decision.items[0]
    assert best.product_id == "middle"
    assert best.saving is not None
    assert (best.saving.mean, best.saving.low, best.saving.high) == (2000, -2000, 3500)
    assert (best.saving.months, best.saving.worse_months) == (6, 1)
    assert best.saving.text == "每月约省 20.00 元(近6个月多花20.00元到省35.00元),其中1个月会比现在多花"
    # (40 + 45 + 50 + 55 + 0 + 50) / 6 = 40.00
    assert texts(best)["exceeds_data"] == "近6个月有5个月超出流量,平均每月多付40.00元"
    assert texts(best)["worse_months"] == "按近6个月的用量,有1个月会比现在多花,最多多20.00元"
    assert [bill["total"] for bill in best.bills] == [5900] * 6
    assert [bill["today"] for bill in best.bills] == [7900, 8400, 8900, 9400, 3900, 8900]


def test_every_plan_is_suggested_or_has_a_code() -> None:
    decision = decide_plan(case(LI_LEI), SHOP)
    assert {item.product_id for item in decision.items} | codes(decision).keys() == SHOP.plans.keys()
    assert codes(decision) == {
        "small": "owned",
        "silver": "requires",
        "child": "audience",
        "old": "not_on_sale",
        "large": "no_saving",
    }


def test_nothing_is_suggested_that_does_not_save_and_the_note_says_why() -> None:
    decision = decide_plan(case(person(usage=usage(8, 8, 8, 8, 8, 8))), SHOP)
    assert decision.items == ()
    assert decision.note == "按您近6个月的用量,现在的套餐已经是最划算的"


def test_a_pack_on_the_present_plan_is_named_when_that_is_better_than_any_change() -> None:
    decision = decide_plan(case(person(usage=usage(15, 15, 15, 15, 15, 15))), SHOP)
    # 39 + 5 × 5 = 64 today; 中畅59 saves 5; 39 + 10 for the pack saves 15.
    assert [item.product_id for item in decision.items] == ["middle"]
    assert decision.note == "其实不用换套餐:保留现在的套餐,加办10元5GB包,每月约省15.00元更划算"


def test_who_asks_for_more_gets_more_and_is_told_what_it_costs() -> None:
    customer = person("middle", usage=usage(20, 20, 20, 20, 20, 20, directed_gb=5))
    decision = decide_plan(case(customer, kind="bigger"), SHOP)
    best = decision.items[0]
    assert best.product_id == "large"
    assert texts(best)["costs_more"] == "满足您的要求,但比现在每月约多40.00元"
    assert texts(best)["more_data"] == "每月流量从30GB增加到60GB"
    assert texts(best)["directed_fits"].startswith("您每月约有5GB用在专属应用上,它含云影视频")
    assert texts(best)["rollover_lost"]
    assert texts(best)["term"] == "需签12个月合约,提前解约收违约金100.00元"
    assert texts(best)["promotion"] == "新办有优惠:首6个月减10元(上面的节省没有把优惠算进去)"
    assert texts(best)["bundles"] == "还包含10元5GB包"
    assert (codes(decision)["small"], codes(decision)["middle"]) == ("need_not_met", "owned")


def test_who_asks_for_cheaper_is_never_shown_a_dearer_plan_whatever_else_they_say() -> None:
    customer = person("middle", usage=usage(20, 20, 20, 20, 20, 20))
    assert decide_plan(case(customer, kind="cheaper", data_mb=50 * GB), SHOP).items == ()


def test_a_budget_is_kept_and_said() -> None:
    decision = decide_plan(case(LI_LEI, budget={"max": 6000}), SHOP)
    assert [item.product_id for item in decision.items] == ["middle"]
    assert texts(decision.items[0])["within_budget"] == "按这样的用量每月约59.00元,在您的预算以内"
    assert codes(decision)["large"] == "need_not_met"


def test_about_a_hundred_yuan_does_not_mean_the_smallest_plan() -> None:
    decision = decide_plan(case(LI_LEI, budget={"approx": 10000}), SHOP)
    assert [item.product_id for item in decision.items] == ["large"]
    assert codes(decision)["middle"] == "below_budget"


def test_for_a_parent_the_usage_must_be_asked_and_then_the_seniors_plan_is_cheapest() -> None:
    assert decide_plan(case(LI_LEI, for_person="parent"), SHOP).missing == "data_need"
    decision = decide_plan(case(LI_LEI, for_person="parent", data_mb={"approx": 4 * GB}, voice_min=100), SHOP)
    best = decision.items[0]
    assert (best.product_id, best.saving) == ("silver", None)
    assert texts(best)["needs_senior"] == "需年满60岁,办理时要核验证件"
    assert texts(best)["estimated"] == "按您说的用量估算:每月4GB流量、100分钟通话"
    assert codes(decision)["child"] == "requires"


def test_the_childs_plan_is_for_children_only() -> None:
    decision = decide_plan(case(LI_LEI, for_person="child", data_mb=GB), SHOP)
    assert decision.items[0].product_id == "child"
    assert texts(decision.items[0])["needs_main_card"] == "须有本网主卡"


def test_wang_ayi_68_may_have_the_seniors_plan_herself() -> None:
    wang = person("small", name="王阿姨", born=date(1958, 3, 2), usage=usage(2, 2, 2))
    best = decide_plan(case(wang), SHOP).items[0]
    assert (best.product_id, best.saving.mean if best.saving else None) == ("silver", 2000)
    assert texts(best)["few_months"] == "目前只有3个月的用量可参考,结论会随用量变化"
    assert texts(best)["unused_data"] == "现在的套餐每月有10GB流量,平均只用了20%"
    assert texts(best)["unused_voice"] == "现在的套餐每月有300分钟通话,平均只用了33%"


def test_a_new_customer_without_usage_is_asked_and_one_who_wants_cheap_is_asked_for_the_budget() -> None:
    guest = person(None)
    assert decide_plan(case(guest), SHOP).missing == "data_need"
    assert decide_plan(case(guest, kind="cheaper"), SHOP).missing == "budget"
    assert decide_plan(case(guest, data_mb=25 * GB), SHOP).items[0].product_id == "middle"


def test_a_budget_alone_gets_the_most_data_for_it() -> None:
    decision = decide_plan(case(person(None), budget=10000), SHOP)
    assert [item.product_id for item in decision.items] == ["large", "middle", "small"]


def test_zhang_wei_in_the_old_plan_hears_of_his_minimum_spend_and_his_contract() -> None:
    zhang = person("old", contract_until=date(2027, 6, 30), usage=usage(5, 5, 5, 5, 5, 5))
    best = decide_plan(case(zhang), SHOP).items[0]
    assert best.product_id == "small"
    assert texts(best)["min_spend_wasted"] == (
        "现在的套餐每月保底98.00元,近6个月有6个月没用够,平均每月补足10.00元"
    )
    assert texts(best)["in_contract"] == "现在的合约到2027年6月30日,提前换低档要付违约金200.00元"


def test_a_contract_about_to_end_is_said_so() -> None:
    zhang = person("old", contract_until=date(2026, 12, 31), usage=usage(5, 5, 5, 5, 5, 5))
    best = decide_plan(case(zhang), SHOP).items[0]
    assert texts(best)["contract_ending"] == "现在的合约2026年12月31日到期,到期后更换没有违约金"


def test_held_packs_count_today_and_may_be_dropped() -> None:
    customer = person(subscriptions=("five",), usage=usage(25, 25, 25, 25, 25, 25))
    # Today 39 + 10 + 10 × 5 = 99; 中畅59 needs no pack.
    best = decide_plan(case(customer), SHOP).items[0]
    assert (best.product_id, best.with_ids) == ("middle", ())
    assert best.saving is not None
    assert best.saving.mean == 4000
    assert texts(best)["drops_packs"] == "换了之后10元5GB包可以退订,费用已算在内"


def test_a_pack_that_belongs_to_the_best_is_ordered_with_it() -> None:
    customer = person("small", usage=usage(34, 34, 34, 34, 34, 34))
    best = decide_plan(case(customer), SHOP).items[0]
    # 中畅59 with 30 GB rolls nothing over here; 4 GB beyond cost 20, the pack 10.
    assert (best.product_id, best.with_ids) == ("middle", ("five",))
    assert texts(best)["with_packs"] == "搭配10元5GB包一起办最省,费用已算在内"


def test_a_pack_for_another_series_is_not_used() -> None:
    shop = catalogue_of(SMALL, LARGE, make_pack("only", fee=100, requires=("series:自由选",)), FIVE)
    decision = decide_plan(case(person("large", usage=usage(14, 14, 14, 14, 14, 14))), shop)
    assert decision.items[0].with_ids == ("five",)
    assert LARGE.id in codes(decision)


def test_black_listed_customers_get_nothing() -> None:
    decision = decide_plan(case(LI_LEI, facts=Facts(admission=(("*", "black"),))), SHOP)
    assert decision.items == ()
    assert codes(decision)["middle"] == "admission_black"


def test_a_logged_case_decides_the_same_bytes_again() -> None:
    one = case(LI_LEI, budget={"approx": 6000})
    again = from_plain(PlanCase, to_plain(one))
    assert again == one
    assert canonical(to_plain(decide_plan(again, SHOP))) == canonical(to_plain(decide_plan(one, SHOP)))


def test_who_does_not_know_the_usage_gets_a_typical_one_and_is_told_so() -> None:
    decision = decide_plan(case(person(None), unsure=True), SHOP)
    assert decision.items[0].product_id == "middle"
    assert texts(decision.items[0])["typical"].startswith("按每月20GB流量、150分钟通话估算,您没说的")


def test_minutes_alone_are_enough_to_suggest_and_the_data_is_a_typical_one() -> None:
    decision = decide_plan(case(LI_LEI, for_person="parent", voice_min=500), SHOP)
    # 大畅99 alone holds 500 minutes with 5 GB, the usual data of a parent.
    assert [item.product_id for item in decision.items] == ["large"]
    assert texts(decision.items[0])["typical"].startswith("按每月5GB流量、500分钟通话估算,您没说的")


def test_when_nothing_keeps_the_budget_the_nearest_that_saves_is_shown_and_said() -> None:
    decision = decide_plan(case(LI_LEI, budget=5000), SHOP)
    assert [item.product_id for item in decision.items] == ["middle"]
    assert decision.note == "没有完全符合这个预算的套餐,下面是最接近、也够用的"
    assert decision.request == {"need": {"budget": 5000}, "k": 3}


def test_the_running_month_does_not_count_because_it_is_not_over() -> None:
    running = MonthUsage("2026-11", 1)
    with_it = decide_plan(case(person(usage=(*LI_LEI.usage, running))), SHOP)
    assert with_it.items[0].saving == decide_plan(case(LI_LEI), SHOP).items[0].saving


def test_zhang_jie_keeps_the_broadband_that_comes_with_her_plan() -> None:
    line = Broadband(
        id="line",
        title="融合宽带300M",
        line="broadband",
        fee=0,
        down_mbps=300,
        up_mbps=30,
        on_sale=SALE,
        source="test",
    )
    family = make_plan("family", fee=169 * YUAN, title="全家169", bundles=("line",))
    smaller = make_plan("smaller", fee=129 * YUAN, title="全家129", bundles=("line",))
    shop = replace(catalogue_of(family, smaller, MIDDLE), broadband={"line": line})
    zhang = person("family", usage=usage(15, 15, 15, 15, 15, 15))
    decision = decide_plan(case(zhang), shop)
    assert [item.product_id for item in decision.items] == ["smaller"]
    assert codes(decision)["middle"] == "loses_broadband"
    asked = decide_plan(case(zhang, data_mb=25 * GB), shop).items[0]
    assert (asked.product_id, texts(asked)["loses_bundles"]) == ("middle", "注意换了之后不再包含融合宽带300M")
