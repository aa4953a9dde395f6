"""Use and what is left."""

from tests.unit.actions.conftest import hit, kinds, words


def test_gauges_show_left_used_and_allowed(talk):
    said = talk("c000005").say("show_usage", "还剩几个G", "ask_usage")
    assert kinds(said) == ["card:service"]
    data = said.messages[0]["facts"][0]
    assert data["label"] == "全国流量" and data["value"].startswith("还剩") and data["share"] > 0


def test_how_to_check_is_answered_from_the_knowledge_base(talk_knowing):
    said = talk_knowing("c000005", 短信=hit("发短信CXLL到10068。", "ask_usage")).say(
        "show_usage", "发短信怎么查流量", "ask_usage"
    )
    assert "CXLL" in words(said)
