"""Packs chosen for people whose month can be checked by hand."""

from datetime import date
from typing import Any

from kb.catalogue.schema import Allowance, Directed
from recsys.customers.customer import Customer, MonthUsage
from recsys.offer.decision import Decision, Suggestion
from recsys.offer.standing import Facts
from recsys.tariff.pack_case import PackCase, PackNeed
from recsys.tariff.pack_choice import decide_pack
from recsys.tariff.roaming import quote_roaming
from recsys.tariff.usage import projected_mb, usage_on
from tests.unit.recsys.tariff.people import MIDDLE, NOW, SMALL, catalogue_of, person, usage
from tests.unit.recsys.tariff.tariffs import GB, YUAN, make_pack

DAY = date(2026, 11, 20)  # ten days are left, eleven with today
ONE = make_pack("one", fee=5 * YUAN, title="5元1GB", allowance=Allowance(data_mb=GB), renews=False)
FIVE = make_pack("five", fee=10 * YUAN, title="10元5GB")
TEN = make_pack("ten", fee=20 * YUAN, title="20元10GB", allowance=Allowance(data_mb=10 * GB))
TALK = make_pack("talk", fee=10 * YUAN, title="语音包", kind="voice", allowance=Allowance(voice_min=100))
DAYS = make_pack("days", fee=200, title="日包", kind="day", valid_days=1, renews=False)
VIDEO = make_pack(
    "video",
    fee=1500,
    kind="directed",
    allowance=Allowance(directed=Directed(apps=("云影视频",), data_mb=30 * GB)),
)
JAPAN = make_pack("japan", fee=3000, kind="roaming", valid_days=3, renews=False, destinations=("JP",))
ASIA = make_pack("asia", fee=9000, kind="roaming", valid_days=7, renews=False, destinations=("JP", "KR"))
SHOP = catalogue_of(SMALL, MIDDLE, ONE, FIVE, TEN, TALK, DAYS, VIDEO, JAPAN, ASIA)


def decide(customer: Customer, k: int = 3, **need: Any) -> Decision:
    case = PackCase("d_1", customer, Facts(), k, "app", NOW, DAY, PackNeed(**need))
    return decide_pack(case, SHOP)


def ids(decision: Decision) -> list[str]:
    return [item.product_id for item in decision.items]


def texts(item: Suggestion) -> dict[str, str]:
    return {reason.code: reason.text for reason in item.reasons}


def in_november(used_gb: int) -> Customer:
    return person(usage=(*usage(8, 8), MonthUsage("2026-11", used_gb * GB)))


def test_xiao_chen_who_will_miss_two_gb_gets_the_cheapest_pack_that_covers_them() -> None:
    # 8 GB in 20 of 30 days make 12; 10 are allowed.
    assert projected_mb(8 * GB, DAY) == 12 * GB
    decision = decide(in_november(8))
    assert ids(decision) == ["five", "ten", "one"]
    five, _, one = decision.items
    assert texts(five)["pack_price"] == "10.00元含5GB流量"
    assert texts(five)["pack_covers"] == "到月底预计还差2GB流量,5GB够用"
    assert texts(five)["pack_monthly"] == "连续包月,随时可退"
    assert texts(one)["pack_part"] == "含1GB,还差一些,可以叠加购买"
    assert texts(one)["pack_once"] == "当月有效,不自动续订"


def test_a_pack_that_beats_the_overage_says_by_how_much() -> None:
    # 12 GB used make 18: 8 GB beyond at 5 yuan; the 5 GB pack avoids 25 of them for 10.
    five = next(item for item in decide(in_november(12)).items if item.product_id == "five")
    assert texts(five)["pack_cheaper_than_overage"] == "比超出后按量计费少花15.00元"


def test_who_has_enough_is_told_so_before_buying() -> None:
    assert decide(in_november(4)).note == "本月流量还剩6GB,按现在的用法够用到月底"


def test_ten_yuan_means_the_pack_of_ten_yuan() -> None:
    decision = decide(in_november(8), budget=1000)
    assert ids(decision) == ["five", "one"]
    assert {s.product_id: s.code for s in decision.suppressed} == {"ten": "over_budget"}


def test_a_named_amount_counts_more_than_the_forecast() -> None:
    decision = decide(in_november(8), data_mb=8 * GB, k=1)
    assert ids(decision) == ["ten"]
    assert texts(decision.items[0])["pack_asked"] == "含10GB,够您说的8GB"


def test_what_is_held_every_month_is_not_sold_twice() -> None:
    decision = decide(person(subscriptions=("five",), usage=usage(18, 18)))
    assert {s.product_id: s.code for s in decision.suppressed} == {"five": "owned"}


def test_without_this_months_usage_a_usual_month_tells_what_is_missing() -> None:
    assert ids(decide(person(usage=usage(17, 17)), k=1)) == ["ten"]


def test_voice_apps_days_and_single_packs_can_be_asked_for() -> None:
    assert ids(decide(in_november(1), voice_min=50)) == ["talk"]
    assert ids(decide(in_november(1), app="云影视频")) == ["video"]
    assert decide(in_november(1), app="别的").note == "没有找到符合条件的包,可以换个预算或规格再试"
    assert ids(decide(in_november(1), days=1)) == ["days"]
    assert ids(decide(in_november(1), renews=False)) == ["one"]


def test_roaming_asks_for_the_place_and_the_days_first() -> None:
    assert decide(in_november(1), kind="roaming").missing == "destination"
    assert decide(in_november(1), destinations=("JP",)).missing == "days"


def test_five_days_in_tokyo_take_two_packs_of_three_days() -> None:
    decision = decide(in_november(1), destinations=("JP",), days=5)
    assert ids(decision) == ["japan", "asia"]
    assert texts(decision.items[0])["pack_roaming"] == "日本可用5天,2个共60.00元"


def test_places_without_a_common_pack_are_quoted_one_by_one() -> None:
    quotes = quote_roaming([JAPAN, ASIA], ["JP", "KR", "FR"], 4)
    assert [(q.destinations, [o.pack.id for o in q.options]) for q in quotes] == [
        (("JP",), ["japan", "asia"]),
        (("KR",), ["asia"]),
        (("FR",), []),
    ]
    (both,) = quote_roaming([JAPAN, ASIA], ["JP", "KR"], 4)
    assert [(o.pack.id, o.count, o.total) for o in both.options] == [("asia", 1, 9000)]


def test_rolled_over_data_counts_as_allowed_if_the_month_before_is_known() -> None:
    roller = person("middle", usage=(*usage(20), MonthUsage("2026-11", 5 * GB)))
    now = usage_on(roller, SHOP, DAY)
    assert now is not None
    assert (now.carried_mb, now.data.allowed, now.data.left, now.days_left) == (10 * GB, 40 * GB, 35 * GB, 11)
    gap = person("middle", usage=(MonthUsage("2026-09", 0), MonthUsage("2026-11", 5 * GB)))
    known = usage_on(gap, SHOP, DAY)
    assert known is not None
    assert known.carried_mb == 0


def test_nothing_rolls_over_from_a_plan_that_was_not_held_yet() -> None:
    new = person("middle", plan_since=date(2026, 11, 1), usage=(*usage(20), MonthUsage("2026-11", 5 * GB)))
    now = usage_on(new, SHOP, DAY)
    assert now is not None
    assert now.carried_mb == 0
