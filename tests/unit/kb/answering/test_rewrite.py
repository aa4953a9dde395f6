import pytest

from kb.answering.rewrite import rewritten

CARD, PLAN, WEALTH = "云花卡39元宝藏版", "畅享79元套餐", "稳健半年"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("它的违约金呢", f"{CARD}的违约金呢"),
        ("那它的违约金是多少", f"{CARD}的违约金是多少"),
        ("它能结转吗", f"{CARD}能结转吗"),
        ("这个多少钱", f"{CARD}多少钱"),
        ("这个要签合约吗", f"{CARD}要签合约吗"),
        ("这个贵不贵", f"{CARD}贵不贵"),
        ("那个有副卡吗", f"{CARD}有副卡吗"),
        ("那个怎么退", f"{CARD}怎么退"),
        ("这款超了怎么收费", f"{CARD}超了怎么收费"),
        ("这个套餐流量能结转吗", f"{CARD}流量能结转吗"),
        ("这套餐有没有优惠", f"{CARD}有没有优惠"),
        ("刚才那个要不要押金", f"{CARD}要不要押金"),
        ("刚说的那款合约多久", f"{CARD}合约多久"),
        ("你推荐的这个靠谱吗", f"{CARD}靠谱吗"),
        ("那合约期呢", f"{CARD}的合约期呢"),
        ("违约金呢", f"{CARD}的违约金呢"),
        ("那违约金多少", f"{CARD}的违约金多少"),
        ("还有副卡呢", f"{CARD}的副卡呢"),
        ("能结转吗", f"{CARD}的能结转吗"),
        ("有没有优惠", f"{CARD}的有没有优惠"),
        ("限速吗", f"{CARD}的限速吗"),
        ("提前解约呢", f"{CARD}的提前解约呢"),
        ("那定向流量多少", f"{CARD}的定向流量多少"),
        ("这个", CARD),
        ("第一个要不要押金", f"{CARD}要不要押金"),
    ],
)
def test_what_is_left_out_is_the_one_thing_shown(question: str, meant: str) -> None:
    assert rewritten(question, [CARD]) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("第二个要不要押金", f"{PLAN}要不要押金"),
        ("第2个合约多久", f"{PLAN}合约多久"),
        ("那第三个呢", f"{WEALTH}呢"),
        ("第一款有副卡吗", f"{CARD}有副卡吗"),
        ("刚才说的第二个能结转吗", f"{PLAN}能结转吗"),
        ("这两个有什么区别", f"{CARD}和{PLAN}和{WEALTH}有什么区别"),
        ("它们哪个便宜", f"{CARD}和{PLAN}和{WEALTH}哪个便宜"),
        ("第五个呢", "第五个呢"),
        ("这个多少钱", "这个多少钱"),
        ("它的违约金呢", "它的违约金呢"),
        ("那合约期呢", "那合约期呢"),
    ],
)
def test_among_several_only_a_place_or_all_of_them_is_clear(question: str, meant: str) -> None:
    assert rewritten(question, [CARD, PLAN, WEALTH]) == meant


@pytest.mark.parametrize(
    "question",
    [
        "这个月话费多少",
        "这个月还剩多少流量",
        "那个人老给我打电话",
        "这个问题你们什么时候解决",
        "这个号码是谁的",
        "那天我打过电话",
        "那边信号不好",
        "那我怎么投诉",
        "我的违约金算错了",
        "手机丢了怎么补卡",
        "积分能换什么",
        "云花卡39元宝藏版的合约多久",
        "怎么转人工",
        "流量在哪里查我忘了",
        "转账限额怎么改",
    ],
)
def test_a_question_that_is_whole_stays_as_it_is(question: str) -> None:
    assert rewritten(question, [CARD]) == question


def test_nothing_shown_means_nothing_put_in() -> None:
    assert rewritten("它的违约金呢", []) == "它的违约金呢"
