from dataclasses import replace
from pathlib import Path

import pytest

from kb.answering.founded import unfounded
from kb.catalogue.load import Catalogue, load_catalogue
from kb.index.document import Document
from kb.index.from_catalogue import documents_of
from kb.search import Hit

SHIPPED = Path(__file__).parents[4] / "kb" / "data"


def hit_of(document: Document) -> Hit:
    return Hit(
        document.id,
        document.kind,
        document.title,
        document.text,
        0.9,
        document.source,
        document.version,
        document.meta,
    )


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(SHIPPED)


@pytest.fixture(scope="module")
def hits(shipped: Catalogue) -> dict[str, Hit]:
    return {document.id: hit_of(document) for document in documents_of(shipped)}


def test_every_shipped_answer_script_and_product_says_only_figures_of_its_source(
    shipped: Catalogue, hits: dict[str, Hit]
) -> None:
    assert {id: wrong for id, hit in hits.items() if (wrong := unfounded(shipped, hit))} == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("35GB", "45GB", "45GB"),
        ("300分钟", "三百五十分钟", "三百五十分钟"),
        ("2张副卡", "3张副卡", "3张"),
        ("没有合约", "合约24个月", "24个月"),
        ("没有合约", "现在打8折", "8折"),
    ],
)
def test_a_figure_from_elsewhere_is_named(
    shipped: Catalogue, hits: dict[str, Hit], old: str, new: str, told: str
) -> None:
    hit = hits["faq_yt_plan_cx79_content"]
    assert unfounded(shipped, replace(hit, text=hit.text.replace(old, new))) == [told]


def test_an_answer_of_an_older_index_is_caught_after_a_policy_has_changed(
    shipped: Catalogue, hits: dict[str, Hit]
) -> None:
    faster = shipped.policies["throttle_speed"].model_copy(update={"figures": ("2Mbps",)})
    fields = {name: getattr(shipped, name) for name in shipped.__dataclass_fields__}
    today = Catalogue(**{**fields, "policies": {**shipped.policies, faster.key: faster}})
    assert unfounded(today, hits["faq_yt_plan_throttle"]) == ["1Mbps"]


def test_an_answer_that_the_catalogue_no_dearer_has_stands_on_its_products_alone(
    shipped: Catalogue, hits: dict[str, Hit]
) -> None:
    kept = replace(hits["faq_yt_plan_cx39_content"], id="faq_yt_removed")
    assert unfounded(shipped, kept) == []
    by_policy = replace(hits["faq_yt_plan_throttle"], id="faq_yt_removed")
    assert unfounded(shipped, by_policy) == ["1Mbps"]


def test_a_document_of_somebodys_own_is_its_own_source(shipped: Catalogue) -> None:
    own = Hit("d1", "manual", "退货", "7天内可退,运费12元。", 0.9, "manual.jsonl", "1", {})
    assert unfounded(shipped, own) == []
