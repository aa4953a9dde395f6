from pathlib import Path

import pytest

from kb.catalogue.load import CatalogueError, load_catalogue


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("plans.yml", "bundles: [t_ring]", "bundles: [t_bell]", "t_light_59, bundles: there is no 't_bell'"),
        (
            "services.yml",
            "requires: [t_ring]",
            "requires: [t_no]",
            "t_ring_club, requires: there is no 't_no'",
        ),
        (
            "services.yml",
            "requires: [t_ring]",
            "excludes: [t_ring_club]",
            "t_ring_club, excludes: points to itself",
        ),
        ("faq.yml", "refs: [t_ring]", "refs: [t_gone]", "faq_ring_cancel, refs: there is no 't_gone'"),
        ("faq.yml", "policies: [card_fee]", "policies: [fee]", "faq_lost_card, policies: there is no 'fee'"),
        (
            "plans.yml",
            "title: 轻享59元套餐",
            "title: 轻享 29元套餐",
            "'轻享 29元套餐' is already used by t_light_29",
        ),
        ("packs.yml", "[10元流量包]", "[彩铃]", "t_ring, title: '彩铃' is already used by t_pack_10"),
        ("faq.yml", "[不想要彩铃了咋退]", "[流量会清零吗]", "'流量会清零吗' is already used by faq_rollover"),
    ],
)
def test_a_fault_between_records_is_told(mini: Path, file: str, old: str, new: str, problem: str) -> None:
    path = mini / "ting" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(mini)
    assert any(problem in line for line in caught.value.problems), caught.value


def test_a_tag_of_the_customer_may_be_required(mini: Path) -> None:
    assert load_catalogue(mini).packs["t_japan_3"].requires == ("network:5g",)
