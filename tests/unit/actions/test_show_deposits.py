"""Deposits."""

from tests.unit.actions.conftest import hit, kinds, words


def test_the_term_named_is_shown(talk):
    said = talk("c000001").say("show_deposits", "三年定期利率多少", "ask_deposit", duration="P3Y")
    assert kinds(said)[0] == "table" and ["3年"] * len(said.messages[0]["rows"]) == [
        row[1] for row in said.messages[0]["rows"]
    ]


def test_certificates_need_their_minimum(talk):
    said = talk("c000001").say("show_deposits", "大额存单一年利率", "ask_deposit", duration="P1Y")
    assert [row[0] for row in said.messages[0]["rows"]] == ["大额存单一年"]


def test_rules_come_from_the_knowledge_base(talk_knowing):
    wang = talk_knowing("c000001", 提前=hit("可部分提前支取1次。", "ask_deposit"))
    assert "提前支取1次" in words(wang.say("show_deposits", "定期可以提前取吗", "ask_deposit"))


def test_a_sum_and_a_term_give_the_interest_to_the_fen(talk):
    said = talk("c000001").say(
        "show_deposits", "五万存一年利息多少钱", "ask_deposit", money=50_000_00, duration="P1Y"
    )
    assert said.messages[0]["columns"][3] == "存5万元到期利息"
    earned = {row[0]: row[3] for row in said.messages[0]["rows"]}
    assert earned == {"零存整取一年": "视存取情况", "整存整取一年": "525.00元"}
    assert "5万元×年利率1.05%×1年" in words(said)


def test_without_a_term_every_fixed_one_is_counted(talk):
    said = talk("c000001").say("show_deposits", "1万块钱存定期利息多少", "ask_deposit", money=10_000_00)
    earned = {row[0]: row[3] for row in said.messages[0]["rows"]}
    assert earned["整存整取三个月"] == "17.50元" and earned["整存整取三年"] == "405.00元"
    assert earned["活期存款"] == "视存取情况" and earned["结构性存款金联结90天"] == "不固定"


def test_without_a_sum_only_rates_are_shown(talk):
    said = talk("c000001").say("show_deposits", "一年定期利率多少", "ask_deposit", duration="P1Y")
    assert len(said.messages[0]["columns"]) == 5
