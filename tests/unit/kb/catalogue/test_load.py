from pathlib import Path

import pytest

from kb.catalogue.load import Catalogue, CatalogueError, load_catalogue


def problems_after(folder: Path, file: str, old: str, new: str) -> list[str]:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return caught.value.problems


def test_every_kind_of_file_is_read(catalogue: Catalogue) -> None:
    assert catalogue.item("t_light_29").title == "轻享29元套餐"
    assert catalogue.brand("q_daily") == "qian"
    assert len(catalogue.items) == 11
    assert len(catalogue.faq) == 6
    assert set(catalogue.policies) == {"fault_reply", "card_fee"}


def test_the_version_changes_with_the_content_only(mini: Path, catalogue: Catalogue) -> None:
    assert load_catalogue(mini).version == catalogue.version
    with (mini / "ting" / "policies.yml").open("a", encoding="utf-8") as file:
        file.write("  - {key: more, title: 另一条, figures: [7天], source: 服务承诺}\n")
    assert load_catalogue(mini).version != catalogue.version


def test_an_unknown_field_is_named_with_file_and_item(mini: Path) -> None:
    problems = problems_after(mini, "ting/plans.yml", "data_cap: 10000", "data_cup: 10000")
    assert problems == ["ting/plans.yml, t_light_29, data_cup: Extra inputs are not permitted"]


def test_a_wrong_value_is_named_with_its_place_inside_the_item(mini: Path) -> None:
    (problem,) = problems_after(mini, "ting/plans.yml", "up_to_mb: 5120", "up_to_mb: -1")
    assert problem.startswith("ting/plans.yml, t_light_29, overage.data.0.up_to_mb:")


def test_an_item_without_id_is_named_by_its_position(mini: Path) -> None:
    problems = problems_after(mini, "ting/services.yml", "  - id: t_ring_club\n    title", "  - title")
    assert any(problem.startswith("ting/services.yml, item 2, id:") for problem in problems)


def test_all_problems_are_listed_not_only_the_first(mini: Path) -> None:
    (mini / "ting" / "packs.yml").write_text("items: [{id: x}]", encoding="utf-8")
    problems = problems_after(mini, "ting/plans.yml", "fee: 2900", "fee: much")
    assert {problem.split(",")[0] for problem in problems} >= {"ting/packs.yml", "ting/plans.yml"}


def test_an_id_used_twice_is_refused_across_files(mini: Path) -> None:
    problems = problems_after(mini, "qian/wealth.yml", "id: q_daily", "id: t_ring")
    assert "qian/wealth.yml, t_ring, id: already used in" not in "\n".join(problems)
    assert "ting/services.yml, t_ring, id: already used in qian/wealth.yml" in problems


@pytest.mark.parametrize("content", ["items: {a: b}", "things: []", "- a", "items: [", ""])
def test_a_file_of_another_shape_is_refused(mini: Path, content: str) -> None:
    (mini / "ting" / "scripts.yml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"ting/scripts.yml, -, "):
        load_catalogue(mini)


def test_a_file_of_unknown_kind_is_refused(mini: Path) -> None:
    (mini / "ting" / "plan.yml").write_text("items: []", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"ting/plan.yml, -, -: unknown kind of file; use one of plans"):
        load_catalogue(mini)


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue files"):
        load_catalogue(tmp_path)
