"""One row per matter: what becomes of a question, a complaint, a push, told as 小陈's day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from recsys.contacts.contact import Contact
from recsys.contacts.follow import follow_all
from recsys.contacts.matter import outcome
from recsys.events.event import Actor, Event

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
TALK = "v_1"


def at(minute: int, name: str, actor: Actor = "customer", talk: str | None = TALK, /, **said: Any) -> Event:
    when = NOON + timedelta(minutes=minute)
    return Event(name, "c000002", when, "wechat", actor, said, talk, id=f"e{minute}_{name}")


def asks(minute: int, intent: str, text: str = "") -> list[Event]:
    """He asks, the bot answers."""
    heard = at(minute, "intent.recognised", "system", intent=intent, text=text)
    return [heard, at(minute, "message.sent", "bot", replies=[])]


def only(events: list[Event]) -> Contact:
    rows = follow_all(events)
    assert len(rows) == 1, [(row.kind, row.business_type) for row in rows]
    return rows[0]


def test_several_questions_on_one_matter_are_one_row_in_his_words() -> None:
    row = only(
        [
            *asks(0, "ask_current_plan", "我现在啥套餐"),
            *asks(1, "ask_plan_recommend"),
            *asks(2, "compare_plans"),
        ]
    )
    assert (row.kind, row.business_type, row.times) == ("咨询", "套餐", 3)
    assert (row.content, row.result, row.handled_by) == ("我现在啥套餐", "已答复", "机器人")
    assert row.at == NOON and row.changed_at == NOON + timedelta(minutes=2)


def test_other_matters_and_other_conversations_are_rows_of_their_own() -> None:
    later = at(30, "intent.recognised", "system", "v_2", intent="ask_usage")
    rows = follow_all([*asks(0, "ask_usage"), *asks(1, "ask_bill"), later])
    assert [(row.business_type, row.result) for row in rows] == [
        ("流量", "已答复"),
        ("话费", "已答复"),
        ("流量", "处理中"),
    ]


def test_an_order_settles_the_question_that_led_to_it() -> None:
    placed = at(2, "order.placed", line="mobile", business_type="套餐", title="云花卡39元宝藏版")
    rows = follow_all([*asks(0, "ask_plan_recommend"), placed, *asks(3, "ask_plan_detail")])
    assert [(row.kind, row.result) for row in rows] == [("咨询", "已办理"), ("业务办理", "已办理")]
    assert rows[1].content == "云花卡39元宝藏版"


def test_a_refused_suggestion_shows_in_the_question() -> None:
    refused = at(1, "recommendation.declined", line="pack", product_ids=["yt_jy_10"])
    assert only([*asks(0, "buy_data_pack"), refused]).result == "已拒绝"


def test_a_complaint_takes_over_its_question_whichever_is_told_first() -> None:
    asked = asks(0, "complain", "投诉!乱扣费")
    raised = at(1, "complaint.raised", ticket="TS1", summary="被多扣费")
    settled = at(2000, "complaint.resolved", "agent", None, ticket="TS1", handled_by="坐席小方")
    for events in ([*asked, raised, settled], [raised, *asked, settled]):
        row = only(events)
        assert (row.kind, row.content, row.result) == ("投诉", "被多扣费", "已办结")
        assert row.handled_by == "坐席小方" and row.changed_at == settled.at


def test_a_second_ticket_of_one_conversation_is_a_second_row() -> None:
    first, second = (at(n, "complaint.raised", ticket=f"TS{n}", summary="x") for n in (1, 2))
    assert [row.ref for row in follow_all([first, second])] == ["ticket:TS1", "ticket:TS2"]


def test_the_latest_matter_goes_to_a_person_and_says_how_it_ended() -> None:
    start = [*asks(0, "ask_bill"), *asks(1, "ask_roaming"), at(2, "handoff.requested", summary="要人工")]
    came = [*start, at(3, "handoff.accepted", "agent", agent="s_fang")]
    settled = [*came, at(9, "handoff.ended", "agent", agent="s_fang", settled=True)]
    left = [*start, at(4, "handoff.ended", reason="left")]
    results = [[row.result for row in follow_all(one)] for one in (start, came, settled, left)]
    assert results == [["已答复", last] for last in ("转人工", "人工处理中", "已解决", "未解决")]
    row = follow_all(settled)[1]
    assert (row.handled_by, row.department) == ("s_fang", "客服中心")


def test_who_wants_a_person_about_a_complaint_is_served_under_its_number() -> None:
    raised = [*asks(0, "ask_bill"), at(1, "complaint.raised", ticket="TS1", summary="乱扣费")]
    came = [at(2, "handoff.requested"), at(3, "handoff.accepted", "agent", agent="s_fang")]
    bill, complaint = follow_all([*raised, *came])
    assert (bill.result, complaint.result, complaint.handled_by) == ("已答复", "已受理", "s_fang")


def test_who_only_wants_a_person_has_a_row_too() -> None:
    row = only([at(0, "handoff.requested", summary="想找人工"), at(0, "message.sent", "bot")])
    assert (row.kind, row.business_type, row.result) == ("咨询", "人工", "转人工")


def test_what_is_asked_of_an_agent_is_answered_by_the_agent() -> None:
    start = [at(0, "handoff.requested"), at(1, "handoff.accepted", "agent", agent="s_fang")]
    asked = at(2, "intent.recognised", "system", intent="ask_roaming")
    said = at(3, "message.sent", "agent", agent="s_fang", replies=[])
    row = follow_all([*start, asked, said])[1]
    assert (row.business_type, row.result, row.handled_by) == ("漫游", "人工已答复", "s_fang")


def test_a_push_is_one_row_from_plan_to_click_and_never_falls_back() -> None:
    said = {"push_id": "p_1", "content": "流量包半价"}
    steps = [
        at(n, f"push.{what}", "system", None, **said)
        for n, what in enumerate(("planned", "sent", "clicked", "opened"))
    ]
    assert [only(steps[: n + 1]).result for n in range(4)] == ["待发送", "已发送", "已点击", "已点击"]
    cancelled = at(1, "push.cancelled", "system", None, **said)
    assert only([steps[0], cancelled]).result == "已取消"
    assert follow_all([at(0, "push.suppressed", "system", None, push_id="p_2")]) == []


def test_an_opt_out_is_the_answer_to_the_push_before_it() -> None:
    sent = at(0, "push.sent", "system", None, push_id="p_1")
    out = at(5, "consent.withdrawn", channel="*", purpose="marketing", proof={})
    asked = at(5, "intent.recognised", "system", intent="stop_marketing")
    for events in ([sent, asked, out], [sent, out, asked]):
        push, request = follow_all(events)
        assert push.result == "已退订"
        assert (request.kind, request.business_type, request.result) == ("业务办理", "营销退订", "已办理")


def test_a_withdrawn_personalisation_is_no_contact() -> None:
    assert follow_all([at(0, "consent.withdrawn", channel="*", purpose="personalisation")]) == []


def test_what_says_less_never_replaces_what_says_more() -> None:
    assert outcome("已点击", "已发送") == "已点击"
    assert outcome("已受理", "已办结") == "已办结"
