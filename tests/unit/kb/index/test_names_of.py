from kb.catalogue.load import Catalogue
from kb.index.names_of import dictionary_of, names_of


def test_a_plan_goes_by_the_short_forms_people_use(catalogue: Catalogue) -> None:
    names = names_of(catalogue)["t_south_39"]
    assert names[0] == "岭南39元套餐"
    assert {"岭南39", "岭南39元", "岭南39套餐"} <= set(names)


def test_no_name_stands_for_two_products(catalogue: Catalogue) -> None:
    names = [name for own in names_of(catalogue).values() for name in own]
    assert len(names) == len(set(names))


def test_a_short_form_that_is_another_products_name_is_left_out(catalogue: Catalogue) -> None:
    assert "彩铃" not in names_of(catalogue)["t_ring"][1:]
    assert "彩铃业务" in names_of(catalogue)["t_ring"]


def test_the_dictionary_holds_names_without_figures_apps_and_domain_words(catalogue: Catalogue) -> None:
    words = dictionary_of(catalogue, ["携号转网"])
    assert {"彩铃", "小轻卡", "云影视频", "轻享", "携号转网"} <= set(words)
    assert not any(any(char.isdigit() for char in word) for word in words)


def test_neither_an_amount_nor_the_rest_of_a_phrase_is_a_name(catalogue: Catalogue) -> None:
    names = names_of(catalogue)["t_light_29"]
    assert "29元套餐" in names
    assert not {"29元", "29套餐", "29"} & set(names)
