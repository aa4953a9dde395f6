"""What answers from the knowledge base may say."""

import logging
from dataclasses import replace

from tests.unit.actions.conftest import hit, words

PLAN = hit("畅享79元套餐每月35GB,可加2张副卡。", "ask_plan_detail")
KEPT = replace(PLAN, id="faq_yt_plan_cx79_content")


def test_an_answer_that_its_source_bears_out_is_said_with_source_and_version(talk_knowing):
    said = talk_knowing("c000002", 副卡=KEPT).say("answer_question", "副卡几张", "sim_service")
    assert words(said).startswith("畅享79元套餐每月35GB")
    assert said.messages[0]["source"] == {"id": KEPT.id, "title": KEPT.source, "version": KEPT.version}


def test_an_answer_with_a_figure_of_its_own_is_not_said_nor_offered(talk_knowing, caplog):
    wrong = replace(KEPT, text=KEPT.text.replace("35GB", "350GB"))
    with caplog.at_level(logging.WARNING):
        said = talk_knowing("c000002", 副卡=wrong).say("answer_question", "副卡几张", "sim_service")
    assert "350GB" not in words(said) and "没有找到可靠的答案" in words(said)
    assert [option["text"] for option in said.messages[0]["options"]] == ["转人工"]
    assert "350GB" in caplog.text and KEPT.id in caplog.text
