"""The bot's sentences are complete, and say nothing that we may not say."""

import re
from pathlib import Path

import pytest
import yaml

import actions.wording as wording
from actions.orders.placing import refused
from recsys.wealth.compliance import forbidden_words

ROOT = Path(__file__).parents[3]
SENTENCES = wording._sentences()
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "actions").rglob("*.py"))
QUESTIONS = yaml.safe_load((ROOT / "bot/dialogue/questions.yml").read_text("utf-8"))["questions"]
PITCHES = re.compile(r"推荐|升级|优惠|流量包|立减|想不想|要不要办")


@pytest.mark.parametrize("key", SENTENCES)
def test_no_sentence_holds_a_forbidden_word(key: str) -> None:
    assert forbidden_words(SENTENCES[key], wealth=True) == ()


@pytest.mark.parametrize("key", sorted(set(re.findall(r'(?:say|text|options|choices)\(\s*"(\w+)"', CODE))))
def test_every_sentence_that_the_code_names_exists(key: str) -> None:
    assert key in SENTENCES


@pytest.mark.parametrize("key", sorted(set(re.findall(r'choices\(\s*"(\w+)"', CODE))))
def test_choices_have_their_options(key: str) -> None:
    assert f"{key}_options" in SENTENCES


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name not in ("risk_answer", "offer")])
def test_every_question_can_be_put(question: str) -> None:
    if question == "confirm_order":  # its sentence comes with the order
        return
    assert {f"ask_{question}", f"ask_{question}_options"} <= SENTENCES.keys()


@pytest.mark.parametrize(
    "code",
    [
        *("not_on_sale", "region", "channel", "owned", "requires", "excludes"),
        *("admission_black", "admission_needed"),
        *("unknown_product", "wrong_action", "off_sale", "amount_missing", "below_minimum", "already_owned"),
        *("not_owned", "plan_needs_successor", "not_enough_held"),
    ],
)
def test_every_refusal_has_words_and_a_way_on(code: str) -> None:
    reply = refused(code)
    assert reply["text"] and any(option["text"] == "转人工" for option in reply["options"])


@pytest.mark.parametrize("topic", ["complaint", "fault", "marketing", "human"])
def test_topics_of_trouble_sell_nothing(topic: str) -> None:
    sentences = yaml.safe_load((ROOT / f"actions/wording/{topic}.yml").read_text("utf-8"))
    said = {
        key: text for key, text in sentences.items() if not key.startswith(("task_", "marketing_resumed"))
    }
    assert not [text for text in said.values() if PITCHES.search(text)]


def test_a_key_used_by_two_topics_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("hello: 您好\n", "utf-8")
    monkeypatch.setattr(wording, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(ValueError, match=r"b\.yml"):
        wording._sentences.__wrapped__()
