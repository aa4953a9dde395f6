from pathlib import Path

import pytest

from kb.catalogue.figures import check_figures
from kb.catalogue.load import Catalogue, CatalogueError, load_catalogue


def replaced(catalogue: Catalogue, faq: str, answer: str) -> list[str]:
    """The problems after an answer is replaced."""
    changed = catalogue.faq[faq].model_copy(update={"answer": answer})
    return check_figures(Catalogue(**{**vars_of(catalogue), "faq": {**catalogue.faq, faq: changed}}))


def vars_of(catalogue: Catalogue) -> dict[str, object]:
    return {name: getattr(catalogue, name) for name in catalogue.__dataclass_fields__}


def test_the_small_catalogue_quotes_only_its_own_figures(catalogue: Catalogue) -> None:
    assert check_figures(catalogue) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("前5GB按5元/GB", "前5GB按6元/GB", "6元"),
        ("前5GB按5元/GB", "前八GB按5元/GB", "八GB"),
        ("最多收100元", "最多收一百二十元", "一百二十元"),
        ("48小时", "24小时", "24小时"),
        ("工本费10元", "工本费15元", "15元"),
        ("封闭180天", "封闭90天", "90天"),
        ("2个工作日", "3个工作日", "3个工作日"),
        ("下个月不再收5元", "下个月不再收8元", "8元"),
    ],
)
def test_one_changed_figure_is_caught(mini: Path, old: str, new: str, told: str) -> None:
    (path,) = (path for path in mini.glob("*/faq.yml") if old in path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(mini)
    (problem,) = caught.value.problems
    assert f"answer: {told} is not a figure of its refs" in problem


@pytest.mark.parametrize(
    "answer",
    [
        "轻享29元套餐每月29元,每年348元,含5GB流量和100分钟通话。",
        "超出通话每分钟0.15元,短信每条一毛。",
    ],
)
def test_figures_that_follow_from_the_catalogue_may_be_quoted(catalogue: Catalogue, answer: str) -> None:
    assert replaced(catalogue, "faq_overage", answer) == []


def test_a_figure_in_the_name_of_a_product_is_no_quoted_figure(catalogue: Catalogue) -> None:
    assert replaced(catalogue, "faq_overage", "轻享59元套餐更适合您。") == []
    assert replaced(catalogue, "faq_overage", "要59元。") != []


def test_a_changed_price_makes_the_texts_that_quote_it_wrong(mini: Path) -> None:
    path = mini / "ting" / "services.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("fee: 500", "fee: 700", 1), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("每月5元", "每月7元", 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match="faq_ring_cancel, answer: 5元"):
        load_catalogue(mini)
