"""The recipes of CONTRIBUTING.md work."""

import re

import yaml

from actions.dialogue.base import HuakeAction
from kb.catalogue.schema import Plan
from recsys.tags.example import MOMENT
from recsys.tags.rule import Scope, compile_rule
from recsys.tags.schema import Definition
from tests.unit.docs.pages import ROOT, blocks, names, prose, read

PAGE = "CONTRIBUTING.md"
TAG, PRODUCT = (yaml.safe_load(block)[0] for block in blocks(PAGE, "yaml"))


def test_every_name_that_is_said_to_be_in_a_file_is_there() -> None:
    said = re.findall(r"`(\w+)` in\s+`([\w./]+\.\w+)`", read(PAGE))
    assert len(said) >= 8
    assert [(name, path) for name, path in said if not re.search(rf"\b{name}\b", read(path))] == []


def test_every_file_for_a_topic_has_brothers_in_its_folder() -> None:
    patterns = [name for name in names(prose(PAGE)) if re.search(r"<\w+>", name)]
    assert patterns
    for pattern in patterns:
        assert list(ROOT.glob(re.sub(r"<\w+>", "*", pattern.rstrip("/")))), pattern


def test_the_action_of_the_recipe_has_the_name_that_the_recipe_says() -> None:
    before = set(HuakeAction.__subclasses__())
    space: dict[str, object] = {"__name__": "recipe"}
    exec(compile(blocks(PAGE, "python")[0], PAGE, "exec"), space)
    (made,) = set(HuakeAction.__subclasses__()) - before
    assert made.title() == "action_show_hours"
    assert not made.abstract
    made.abstract = True  # it is no action of ours


def test_the_tag_of_the_recipe_gives_what_its_example_says() -> None:
    tag = Definition.model_validate(TAG)
    assert compile_rule(tag.rule)(Scope(tag.example.facts, {}, MOMENT)) == tag.example.gives


def test_the_product_of_the_recipe_is_a_plan() -> None:
    plan = Plan.model_validate(PRODUCT)
    assert plan.fee == 4500
    assert plan.title in (ROOT / PAGE).read_text("utf-8")
