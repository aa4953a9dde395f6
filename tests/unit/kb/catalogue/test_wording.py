from pathlib import Path

import pytest

from kb.catalogue.load import CatalogueError, load_catalogue
from kb.catalogue.wording import forbidden


@pytest.mark.parametrize("text", ["保本", "保 本", "保\u200b本", "保息", "零风险", "预期收益率"])
def test_a_forbidden_word_is_found_however_it_is_spaced(text: str) -> None:
    assert forbidden(f"这款产品{text}哦", about_wealth=False)


def test_gifts_are_forbidden_only_with_wealth() -> None:
    assert forbidden("办套餐有赠品", about_wealth=False) == []
    assert forbidden("买理财有赠品", about_wealth=True) == ["赠品"]


def spoil(folder: Path, file: str, old: str, new: str) -> list[str]:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return caught.value.problems


def test_a_forbidden_word_in_any_text_is_told_with_its_field(mini: Path) -> None:
    problems = spoil(mini, "qian/wealth.yml", "以债券为主", "以债券为主,稳赚")
    assert problems == ["qian/wealth.yml, q_steady_180, summary: forbidden word 稳赚"]


def test_a_wealth_answer_must_end_with_the_risk_sentence(mini: Path) -> None:
    (problem,) = spoil(mini, "qian/faq.yml", "投资须谨慎", "投资须谨慎!欢迎购买")
    assert problem.startswith("qian/faq.yml, faq_steady_early, answer: must end with")


def test_what_customers_ask_may_hold_forbidden_words(mini: Path) -> None:
    path = mini / "qian" / "faq.yml"
    text = path.read_text(encoding="utf-8").replace("没到期急用钱能拿出来不", "这个保本吗")
    path.write_text(text, encoding="utf-8")
    assert "这个保本吗" in load_catalogue(mini).faq["faq_steady_early"].similar
