"""Holdings."""

from recsys.wealth.compliance import RISK_SENTENCE
from tests.unit.actions.conftest import kinds, words


def test_wang_sees_what_she_holds_and_what_matures_next(talk):
    said = talk("c000001").say("show_holdings", "我的理财什么时候到期", "ask_holdings")
    assert kinds(said) == ["table", "choices"] and len(said.messages[0]["rows"]) == 2
    assert "合计10万元" in words(said) and "最近到期的是" in words(said)
    assert RISK_SENTENCE in said.messages[-1]["text"]


def test_who_holds_nothing_is_told_so(talk):
    assert "还没有存款和理财" in words(talk("c000006").say("show_holdings", "我的持仓", "ask_holdings"))
