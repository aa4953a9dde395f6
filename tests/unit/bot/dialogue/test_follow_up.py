"""Which short messages are read after what was said last."""

from pathlib import Path

import pytest
import yaml

from bot.dialogue.follow_up import FollowUp, follow_ups_from, taken_up

WORDS = Path(__file__).parents[4] / "bot/dialogue/follow_ups.yml"


@pytest.fixture(scope="module")
def follow_ups() -> tuple[FollowUp, ...]:
    return follow_ups_from(yaml.safe_load(WORDS.read_text()))


TAKEN = [
    ("还有别的吗", "plan", "action_recommend_plan"),
    ("换一批", "wealth", "action_recommend_wealth"),
    ("有没有更便宜的", "pack", "action_buy_pack"),
    ("第一个太贵了", "plan", "action_recommend_plan"),
    ("有流量多点的吗", "pack", "action_buy_pack"),
    ("收益高点的", "wealth", "action_recommend_wealth"),
    ("那个呢", "plan", "action_show_pointed"),
    ("那第二个怎么样?", "wealth", "action_show_pointed"),
    ("79的呢", "plan", "action_show_plan"),
    ("跟我现在的比一下", "plan", "action_compare_plans"),
    ("哪个更划算", "wealth", "action_compare_wealth"),
    ("换成刚才说的", "plan", "action_change_plan"),
    ("就它了", "wealth", "action_order_wealth"),
    ("要钱不", "faq", "action_answer_about"),
    ("什么时候到账", "order", "action_answer_about"),
    ("它的违约金呢", "plan", "action_answer_about"),
    ("那怎么取消啊", "service", "action_answer_about"),
    ("要带什么", "faq", "action_answer_about"),
    ("上上个月呢", "bill", "action_show_bill"),
    ("那通话呢", "usage", "action_show_usage"),
    ("我说的是通话,不是流量", "usage", "action_show_usage"),
    ("怎么这么贵", "bill", "action_dispute_bill"),
    ("那流量呢", "plan", "action_answer_about"),
    ("跟现在的比省多少", "plan", "action_compare_plans"),
    ("能不能再便宜点 我没钱", "plan", "action_recommend_plan"),
    ("算了太贵", "faq", "action_cancel_task"),
    ("利息多少", "wealth", "action_answer_about"),
    ("风险大不大", "wealth", "action_answer_about"),
    ("那个靠谱不", "wealth", "action_answer_about"),
    ("问这个干嘛", "asked_budget", "action_answer_about"),
    ("每月存多少", "goal", "action_plan_goal"),
    ("那15年呢", "goal", "action_plan_goal"),
    ("5年呢", "dca", "action_simulate_dca"),
]


@pytest.mark.parametrize(("said", "about", "action"), TAKEN)
def test_a_short_message_goes_on_with_what_the_talk_is_about(
    follow_ups: tuple[FollowUp, ...], said: str, about: str, action: str
) -> None:
    assert taken_up(said, (about,), follow_ups) == action


@pytest.mark.parametrize(("said", "about", "action"), TAKEN)
def test_out_of_the_blue_it_is_no_follow_up(
    follow_ups: tuple[FollowUp, ...], said: str, about: str, action: str
) -> None:
    assert taken_up(said, (), follow_ups) is None


@pytest.mark.parametrize(
    ("about", "action"), [((), "action_answer_about"), (("bill",), "action_dispute_bill")]
)
def test_how_something_is_counted_is_answered_or_asked_back(
    follow_ups: tuple[FollowUp, ...], about: tuple[str, ...], action: str
) -> None:
    assert taken_up("怎么算的", about, follow_ups) == action


WHOLE = [
    "查话费",
    "这个月话费多少",
    "好的",
    "确认",
    "不要",
    "算了",
    "转人工",
    "还有一个问题",
    "我要投诉",
    "嗯",
    "办理畅享79元套餐",
    "有没有便宜点的流量包和套餐一起办",
    "谢谢",
    "？？",
    "三十个G",
    "我家住18楼",
    "办好了没",
    "你们怎么收我这么多钱还不退给我",
]


@pytest.mark.parametrize("said", WHOLE)
@pytest.mark.parametrize("about", ["plan", "pack", "wealth", "faq", "order", "bill", "usage"])
def test_a_message_that_says_all_by_itself_is_left_alone(
    follow_ups: tuple[FollowUp, ...], said: str, about: str
) -> None:
    assert taken_up(said, (about,), follow_ups) is None


DOUBTS = ["保本吗", "会不会亏啊", "到底保不保本", "能保本吗", "本金安全吗", "亏了你们赔吗", "能保证5个点不"]


@pytest.mark.parametrize("said", DOUBTS)
def test_whether_money_can_be_lost_is_taken_up_whatever_the_talk_is_about(
    follow_ups: tuple[FollowUp, ...], said: str
) -> None:
    assert taken_up(said, (), follow_ups) == "action_show_wealth"
    assert taken_up(said, ("plan",), follow_ups) == "action_show_wealth"


def test_the_last_answer_goes_before_what_was_shown(follow_ups: tuple[FollowUp, ...]) -> None:
    assert taken_up("要钱不", ("faq", "plan"), follow_ups) == "action_answer_about"
    assert taken_up("第二个呢", ("faq", "plan"), follow_ups) == "action_show_pointed"
