"""Going abroad: 李经理 to Tokyo."""

from tests.unit.actions.conftest import hit, kinds, words


def test_place_then_days_then_packs(talk):
    li = talk("c000003")
    assert li.say("quote_roaming", "下周出国手机能用吗", "ask_roaming").question == "destination"
    assert li.say("quote_roaming", "东京", "inform", destination="JP").question == "days"
    said = li.say("quote_roaming", "5天", "inform", duration="P5D")
    assert kinds(said)[:2] == ["text", "table"] and kinds(said)[2] == "card:pack"
    assert "去日本5天" in words(said) and li.slots["task"] == "action_buy_pack"


def test_a_span_of_dates_tells_the_days(talk):
    trip = {"from": "2026-12-01", "to": "2026-12-07"}
    said = talk("c000003").say(
        "quote_roaming", "12月1到7号去日本", "ask_roaming", destination="JP", date=trip
    )
    assert "去日本7天" in words(said)


def test_places_fused_in_one_word_are_all_covered(talk):
    li = talk("c000003")
    li.say("quote_roaming", "去新马泰", "ask_roaming", destination=[["SG", "MY", "TH"]])
    said = li.say("quote_roaming", "7", "inform")
    assert "去新加坡、马来西亚、泰国7天" in words(said)


def test_a_rule_of_roaming_comes_from_the_knowledge_base(talk_knowing):
    li = talk_knowing("c000003", 开通=hit("30分钟内开通。", "ask_roaming"))
    assert "30分钟内开通" in words(li.say("quote_roaming", "国际漫游怎么开通", "ask_roaming"))


def test_an_option_leads_to_an_order(talk):
    li = talk("c000003")
    li.say("quote_roaming", "去日本5天", "ask_roaming", destination="JP", duration="P5D")
    assert li.say("buy_pack", "第一个", "inform").question == "confirm_order"


def test_europe_as_one_has_packs(talk):
    said = talk("c000002").say(
        "quote_roaming", "去欧洲玩七天", "ask_roaming", destination="EU", duration="P7D"
    )
    assert "欧洲7天漫游包" in words(said)
