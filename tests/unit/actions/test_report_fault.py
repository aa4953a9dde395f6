"""Faults."""

from recsys.service.ticket import tickets_of
from tests.unit.actions.conftest import hit, kinds, words


def test_first_aid_then_what_and_where_then_a_number_with_a_time(talk, engine):
    zhao = talk("c000008")
    said = zhao.say("report_fault", "手机没信号", "report_fault")
    assert said.question == "fault_detail" and "飞行模式" in words(said)
    assert tickets_of(engine, "c000008") == []
    said = zhao.say("report_fault", "槐荫区段店镇,昨晚开始", "inform")
    ticket = tickets_of(engine, "c000008")[0]
    assert ticket.kind == "fault" and ticket.number in words(said) and "11月19日" in words(said)
    assert ticket.summary == "手机没信号；槐荫区段店镇,昨晚开始"


def test_when_the_place_is_said_it_is_registered_at_once(talk, engine):
    said = talk("c000008").say("report_fault", "槐荫区锦绣花园3栋宽带断了,光猫亮红灯", "report_fault")
    assert said.question is None and "card:ticket" in kinds(said) and "光猫" in words(said)
    assert len(tickets_of(engine, "c000008")) == 1


def test_working_again_needs_no_ticket(talk, engine):
    zhao = talk("c000008")
    zhao.say("report_fault", "上不了网", "report_fault")
    assert "那就好" in words(zhao.say("report_fault", "已经好了", "inform"))
    assert tickets_of(engine, "c000008") == []


def test_the_answer_for_this_fault_replaces_the_usual_steps_unless_it_sells(talk_knowing):
    known = hit("先清理收件箱。", "report_fault")
    said = talk_knowing("c000008", 验证码=known).say("report_fault", "收不到验证码", "report_fault")
    assert "先清理收件箱" in words(said) and "飞行模式" not in words(said)
    selling = hit("可以装全屋光组网,每月29元。", "report_fault", ("yt_sv_fttr",))
    said = talk_knowing("c000008", 网慢=selling).say("report_fault", "网慢", "report_fault")
    assert "29元" not in words(said)


def test_phone_numbers_do_not_get_into_the_ticket(talk, engine):
    zhao = talk("c000008")
    zhao.say("report_fault", "上不了网", "report_fault")
    zhao.slots["need"] = {"story": ""}
    turn = zhao._turn("小区停电,电话13800138000", "inform", {})
    private = {"entity": "phone_number", "value": "masked", "start": 7, "end": 18}
    from dataclasses import replace

    from actions.report_fault import ReportFault

    ReportFault(engine).act(replace(turn, entities=(private,)))
    assert tickets_of(engine, "c000008")[0].summary == "小区停电,电话***"


def test_no_is_not_taken_for_working_again(talk, engine):
    zhao = talk("c000008")
    zhao.say("report_fault", "上不了网", "report_fault")
    assert "那就好" not in words(zhao.say("report_fault", "不行,还是上不了", "deny"))
    assert len(tickets_of(engine, "c000008")) == 1


def test_more_on_a_fault_goes_into_its_report(talk, engine):
    zhao = talk("c000008")
    zhao.say("report_fault", "槐荫区锦绣花园3栋宽带断了", "report_fault")
    zhao.say("report_fault", "光猫还是红灯", "report_fault")
    zhao.say("add_to_ticket", "三天了!!!", "inform", duration="P3D")
    (ticket,) = tickets_of(engine, "c000008")
    assert ticket.summary == "槐荫区锦绣花园3栋宽带断了；光猫还是红灯；三天了!!!"
