"""What is tapped is understood for certain."""

from pathlib import Path

import pytest
import yaml

from bot.nlu.titled import titled, titles

ROOT = Path(__file__).parents[4]
ALWAYS = yaml.safe_load((ROOT / "bot/dialogue/questions.yml").read_text("utf-8"))["always"]


@pytest.mark.parametrize("intent", titles())
def test_a_title_alone_or_before_their_own_words_is_its_intent(intent: str) -> None:
    title = titles()[intent]
    assert titled(title) == titled(f"{title}:那个怎么弄") == titled(f" {title}：办宽带:那个") == intent


@pytest.mark.parametrize(
    "text", ["", ":", "查话费吧", "我想查话费:多少", "帮我换套餐", "宽带:断了", "查 话费:多少"]
)
def test_no_other_text_is(text: str) -> None:
    assert titled(text) is None


def test_every_title_is_that_of_one_intent_of_the_domain() -> None:
    domain = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "bot/domain").glob("*.yml")]
    assert set(titles()) <= {intent for file in domain for intent in file.get("intents") or ()}
    assert len(set(titles().values())) == len(titles())


def test_what_always_wins_is_never_offered_as_a_choice() -> None:
    assert not set(titles()) & set(ALWAYS)
