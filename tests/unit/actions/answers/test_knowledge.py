"""What answers from the knowledge base may say."""

import logging
from dataclasses import replace

from prometheus_client import REGISTRY

from tests.standins.language_model import LanguageModel, language_model
from tests.unit.actions.conftest import Dialogue, hit, words

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


def test_what_the_question_leaves_out_is_what_was_shown(talk_knowing):
    fee = hit("提前退要付违约金。", "ask_plan_detail")
    chen = talk_knowing("c000002", **{"畅享79元套餐的违约金": fee})
    chen.slots["focus"] = ["yt_cx_79"]
    assert words(chen.say("answer_question", "那它的违约金呢", "ask_plan_detail")).startswith("提前退")


def test_a_language_model_words_the_answer_and_is_counted(talk_knowing):
    with language_model() as model:
        model.says = lambda question, answer: "您好," + answer
        chen = rewording(talk_knowing("c000002", 副卡=KEPT), model)
        before = counted("said")
        said = chen.say("answer_question", "副卡几张", "sim_service")
    assert words(said).startswith("您好,畅享79元套餐") and counted("said") == before + 1


def test_a_language_model_that_adds_a_figure_is_not_heard_and_counted(talk_knowing):
    with language_model() as model:
        model.says = lambda question, answer: answer + "现在只要9元。"
        chen = rewording(talk_knowing("c000002", 副卡=KEPT), model)
        before = counted("unfaithful")
        said = chen.say("answer_question", "副卡几张", "sim_service")
    assert words(said).startswith(KEPT.text) and "9元。" not in words(said).replace(KEPT.text, "")
    assert counted("unfaithful") == before + 1


def rewording(dialogue: Dialogue, model: LanguageModel) -> Dialogue:
    """The same dialogue with a model set up."""
    settings = dialogue.engine.settings.model_copy(
        update={"rephrase_url": model.url, "rephrase_model": "m", "rephrase_timeout_s": 30.0}
    )
    return replace(dialogue, engine=replace(dialogue.engine, settings=settings))


def counted(outcome: str) -> float:
    """How often rephrasing has ended so."""
    return REGISTRY.get_sample_value("huake_rephrasings_total", {"outcome": outcome}) or 0.0
