"""What every action owes everybody, whoever asks and whatever is said."""

import re

import pytest

from actions.server import action_classes
from recsys.customers.identity import resolve
from recsys.wealth.compliance import forbidden_words
from tests.unit.actions.conftest import Dialogue, kinds, words

NAMES = [cls.title().removeprefix("action_") for cls in action_classes()]
SAID = [
    "怎么办",
    "第二个",
    "都行",
    "帮我看看这个多少钱?",
    "30",
    "不用了",
    "取消",
    "全部",
    "😀",
    "   ",
    "A",
    "x" * 500,
]
PEOPLE = ["c000001", "c000003", "c000006", "c000008", "guest"]
INNER = re.compile(r"\bc0\d{5}\b|\byt_\w|\byx_\w|action_|Traceback|None|True|False|\{\w*\}|d_[0-9a-f]{8}")
NO_PITCH = [
    "raise_complaint",
    "dispute_bill",
    "report_fault",
    "stop_marketing",
    "answer_privacy",
    "request_human",
]
MAY_BE_SILENT = {"resume_question", "pick_up", "let_go"}


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_an_answer_to_anything(engine, name):
    guest = resolve(engine, "wechat", "openid_of_a_stranger")
    for person in PEOPLE:
        for text in SAID:
            said = Dialogue(engine, guest if person == "guest" else person).say(name, text, "inform")
            assert said.messages or name in MAY_BE_SILENT, (person, text)
            assert not INNER.search(words(said)), (person, text, INNER.search(words(said)))
            assert forbidden_words(words(said), wealth=True) == (), (person, text)


@pytest.mark.parametrize("name", NO_PITCH)
def test_trouble_is_never_answered_with_an_offer(talk, name):
    for text in ("你们怎么回事,我要说法", "流量费不对", "没信号", "为什么推荐这个", "转人工", "删除我的数据"):
        said = talk("c000002").say(name, text, None)
        assert not {"card:plan", "card:pack", "card:wealth"} & set(kinds(said))


def test_a_stranger_cannot_order_anything(engine):
    guest = resolve(engine, "wechat", "openid_of_a_stranger")
    for action, entity in (
        ("change_plan", {"plan_name": "yt_cx_79"}),
        ("buy_pack", {"product_name": "yt_pk_data_30"}),
        ("manage_service", {"service_name": "yt_sv_missed_call"}),
        ("order_wealth", {"product_name": "yx_tt_bao", "money": 1_000_000}),
    ):
        said = Dialogue(engine, guest).say(action, "开通办理购买", None, **entity)
        assert "还没有绑定手机号" in words(said) and said.question is None
