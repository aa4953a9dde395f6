"""Deposits."""

from tests.unit.actions.conftest import hit, kinds, words


def test_the_term_named_is_shown(talk):
    said = talk("c000001").say("show_deposits", "三年定期利率多少", "ask_deposit", duration="P3Y")
    assert kinds(said)[0] == "table" and ["1095天"] * len(said.messages[0]["rows"]) == [
        row[1] for row in said.messages[0]["rows"]
    ]


def test_certificates_need_their_minimum(talk):
    said = talk("c000001").say("show_deposits", "大额存单一年利率", "ask_deposit", duration="P1Y")
    assert [row[0] for row in said.messages[0]["rows"]] == ["大额存单一年"]


def test_rules_come_from_the_knowledge_base(talk_knowing):
    wang = talk_knowing("c000001", 提前=hit("可部分提前支取1次。", "ask_deposit"))
    assert "提前支取1次" in words(wang.say("show_deposits", "定期可以提前取吗", "ask_deposit"))
