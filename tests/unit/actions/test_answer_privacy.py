"""Rights over one's data."""

from recsys.contacts.consent import personalisation_allowed
from recsys.service.ticket import tickets_of
from tests.unit.actions.conftest import kinds, words


def test_why_was_this_suggested(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend")
    said = wang.say("answer_privacy", "为什么给我推荐这个", "privacy_request")
    assert "银龄" in words(said) and "平均只用了" in words(said)


def test_tags_are_shown_in_words_with_their_source(talk):
    said = talk("c000001").say("answer_privacy", "你们有我哪些信息", "privacy_request")
    assert kinds(said) == ["table", "table", "choices"]
    rows = {row[0]: row[1:] for row in said.messages[1]["rows"]}
    assert rows["性别"][0] == "女" and "条记录" in rows["性别"][1]


def test_zhou_has_switched_tags_off_and_sees_none(talk):
    said = talk("c000007").say("answer_privacy", "看看我的标签", "privacy_request")
    assert kinds(said) == ["table", "text", "choices"] and "不使用任何标签" in words(said)


def test_profiling_is_off_at_once_and_may_come_back(talk, engine):
    wang = talk("c000001")
    wang.say("answer_privacy", "关闭个性化推荐", "privacy_request")
    assert not personalisation_allowed(engine, "c000001")
    wang.say("answer_privacy", "打开个性化推荐", "privacy_request")
    assert personalisation_allowed(engine, "c000001")


def test_deletion_needs_a_yes_and_gets_a_number(talk, engine):
    wang = talk("c000001")
    said = wang.say("answer_privacy", "把我的个人数据删了", "privacy_request")
    assert said.question == "confirm_delete" and tickets_of(engine, "c000001") == []
    said = wang.say("answer_privacy", "确认删除", "affirm")
    ticket = tickets_of(engine, "c000001")[0]
    assert ticket.kind == "privacy" and ticket.detail["request"] == "delete" and ticket.number in words(said)
    assert not personalisation_allowed(engine, "c000001")


def test_a_no_deletes_nothing(talk, engine):
    wang = talk("c000001")
    wang.say("answer_privacy", "删除我的数据", "privacy_request")
    said = wang.say("answer_privacy", "不删了", "deny")
    assert "没有删除" in words(said) and tickets_of(engine, "c000001") == []
    assert personalisation_allowed(engine, "c000001")


def test_a_copy_and_a_correction_are_registered(talk, engine):
    wang = talk("c000001")
    wang.say("answer_privacy", "导出我的数据", "privacy_request")
    wang.say("answer_privacy", "性别标错了", "privacy_request")
    assert [t.detail["request"] for t in tickets_of(engine, "c000001")] == ["correct", "export"]
