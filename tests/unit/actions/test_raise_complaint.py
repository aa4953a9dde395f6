"""Complaints."""

from recsys.service.ticket import tickets_of
from recsys.wealth.compliance import forbidden_words
from tests.unit.actions.conftest import kinds, words


def test_a_bare_complaint_is_asked_about_then_summarised_and_numbered(talk, engine):
    wang = talk("c000001")
    said = wang.say("raise_complaint", "我要投诉", "complain")
    assert said.question == "complaint_detail" and tickets_of(engine, "c000001") == []
    said = wang.say("raise_complaint", "连续两个月多扣我15块会员费,热线没人管", "inform")
    ticket = tickets_of(engine, "c000001")[0]
    assert ticket.kind == "complaint" and ticket.number in words(said) and "11月20日12:00前" in words(said)
    assert ticket.summary == "连续两个月多扣我15块会员费,热线没人管"
    assert any(option["text"] == "转人工" for option in said.messages[-1]["options"])


def test_a_complaint_that_tells_its_story_is_taken_at_once(talk, engine):
    said = talk("c000001").say(
        "raise_complaint", "我要投诉,你们营业厅态度恶劣,排队两小时不给办,我要打12315", "complain"
    )
    assert kinds(said) == ["text", "card:ticket", "choices"] and "加急" in words(said)
    assert tickets_of(engine, "c000001")[0].detail["urgent"]


def test_liu_hears_of_the_complaint_that_is_open_already(talk, engine):
    said = talk("c000006").say("raise_complaint", "我要投诉", "complain")
    assert tickets_of(engine, "c000006")[0].number in words(said)


def test_the_same_turn_again_opens_no_second_ticket(talk, engine):
    wang = talk("c000001")
    text = "投诉你们上个月乱扣我视频会员费不给退"
    wang.say("raise_complaint", text, "complain")
    wang.turns = 0
    wang.say("raise_complaint", text, "complain")
    assert len(tickets_of(engine, "c000001")) == 1


def test_forbidden_words_of_the_customer_are_kept_but_not_repeated(talk, engine):
    said = talk("c000001").say("raise_complaint", "投诉,经理说这个理财保本,结果亏了三千块", "complain")
    assert forbidden_words(words(said)) == () and "保本" in tickets_of(engine, "c000001")[0].summary


def test_redress_and_threats_go_into_the_open_complaint_which_becomes_urgent(talk, engine):
    said = talk("c000006").say("raise_complaint", "要赔偿", "complain")
    assert said.question is None and "要赔偿" in words(said)
    said = talk("c000006").say("raise_complaint", "我要去工信部告你们", "complain")
    (ticket,) = tickets_of(engine, "c000006", open_only=True)
    assert "加急" in words(said) and ticket.detail["urgent"] and ticket.summary.endswith("我要去工信部告你们")


def test_another_matter_is_a_complaint_of_its_own(talk, engine):
    talk("c000006").say("raise_complaint", "投诉,你们家宽带断网三天了没有人来修", "complain")
    assert len(tickets_of(engine, "c000006", open_only=True)) == 2


def test_what_was_told_before_stands_in_the_ticket(talk, engine):
    wang = talk("c000001")
    turn = wang._turn("投诉你们", "complain", {})
    from dataclasses import replace

    from actions.raise_complaint import RaiseComplaint

    told = replace(turn, told=("网断了", "光猫红灯", "已经重启了", "三天了!!!"))
    assert "card:ticket" in kinds(RaiseComplaint(engine).act(told))
    assert tickets_of(engine, "c000001")[0].summary == "网断了；光猫红灯；已经重启了；三天了!!!"
