"""What a marketer may write, and what is added to it."""

import pytest

from kb.catalogue.catalogue import Catalogue
from recsys.campaign.draft import BadDraft, check, wording
from recsys.engine import Engine
from recsys.wealth.compliance import RISK_SENTENCE
from tests.unit.recsys.campaign.drafts import PACK, PACK_TITLE, draft

DEPOSIT, DEPOSIT_TITLE = "yx_dep_6m", "整存整取六个月"


@pytest.mark.parametrize("word", ["保本", "保 息", "无\u200b风险", "零风险", "稳赚", "最高收益"])
def test_forbidden_words_are_refused_and_named(engine: Engine, word: str) -> None:
    with pytest.raises(BadDraft, match="不能使用的词"):
        check(engine, draft(text=f"{PACK_TITLE},{word}!"))


def test_gifts_and_draws_are_forbidden_with_wealth_only(engine: Engine) -> None:
    assert check(engine, draft(text=f"办{PACK_TITLE}参加抽奖")).id == PACK
    with pytest.raises(BadDraft, match="抽奖"):
        check(engine, draft(product_id=DEPOSIT, text=f"办{DEPOSIT_TITLE}参加抽奖"))


def test_the_product_must_exist_and_be_named(engine: Engine) -> None:
    with pytest.raises(BadDraft, match="没有这个产品"):
        check(engine, draft(product_id="yt_nothing"))
    with pytest.raises(BadDraft, match=PACK_TITLE):
        check(engine, draft(text="流量包打折啦"))


def test_the_way_out_is_always_there_and_the_risk_sentence_with_wealth(catalogue: Catalogue) -> None:
    pack = wording(catalogue.items[PACK], f"试试{PACK_TITLE}")
    assert pack.splitlines() == [f"试试{PACK_TITLE}", "不想再收到,回复「退订」。"]
    wealth = wording(catalogue.items[DEPOSIT], f"看看{DEPOSIT_TITLE}")
    assert wealth.splitlines()[0].endswith(f"{RISK_SENTENCE}。") and wealth.endswith("回复「退订」。")
    said_already = wording(catalogue.items[DEPOSIT], f"看看{DEPOSIT_TITLE}。{RISK_SENTENCE}")
    assert said_already.count(RISK_SENTENCE) == 1
