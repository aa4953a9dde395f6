"""Tag definitions are data: complete, exemplified, and faults in them are named."""

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from recsys.events.event import Event
from recsys.tags.definition import Compiled, DefinitionError, Group, definitions
from recsys.tags.example import MOMENT
from recsys.tags.fold import State, fold_all
from recsys.tags.rule import Scope
from recsys.tags.schema import COMPANY, Kind

ALL = list(definitions().by_key.values())
COMMON = (
    "title: 标题, meaning: 一句说明, group: 人口, owner: 甲, purpose: 服务, type: flag, "
    "example: {gives: true}"
)


def test_there_are_at_least_150_definitions_and_a_dozen_in_each_of_the_nine_groups() -> None:
    groups = Counter(item.tag.group for item in ALL)
    assert len(ALL) >= 150
    assert set(groups) == set(get_args(Group))
    assert min(groups.values()) >= 12


def test_every_kind_and_both_levels_are_in_use() -> None:
    assert {item.tag.kind for item in ALL} == set(get_args(Kind))
    departments = {item.tag.level for item in ALL} - {COMPANY}
    assert {"投诉处理部", "财富管理部", "市场部", "客户维系部"} <= departments


def test_titles_are_unique_so_that_a_marketer_can_tell_them_apart() -> None:
    titles = Counter(item.tag.title for item in ALL)
    assert [title for title, count in titles.items() if count > 1] == []


def test_whatever_gives_an_amount_of_money_held_away_is_sensitive() -> None:
    amounts = [item.tag for item in ALL if "holding_sum" in str(item.tree) and item.tag.type != "flag"]
    assert [tag.key for tag in amounts if not tag.sensitive] == [
        "person_type",
        "value_band",
    ]  # in steps, or whether there is any


@pytest.mark.parametrize("item", definitions().rules, ids=lambda item: item.tag.key)
def test_the_example_of_a_rule_holds(item: Compiled) -> None:
    assert item.value(Scope(item.tag.example.facts, {}, MOMENT)) == item.tag.example.gives


@pytest.mark.parametrize(
    "item", [item for item in ALL if not item.tag.follows], ids=lambda item: item.tag.key
)
def test_the_example_of_what_is_said_or_given_holds(item: Compiled) -> None:
    example = item.tag.example
    consent = Event(
        "consent.given", "example", MOMENT, "app", "customer", {"channel": "*", "purpose": "sensitive"}
    )
    given = Event(
        "tag.set", "example", MOMENT, "system", "system", {"key": item.tag.key, "value": example.gives}
    )
    events = example.events() if item.tag.stated else [given]
    tag = fold_all(State(), [consent, *events], definitions()).tags[item.tag.key]
    assert tag.value == example.gives
    ends = bool(item.tag.expires_after_days or item.tag.half_life_days)
    assert (tag.until is not None) == ends


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{COMMON}, kind: fact, rule: true, colour: red", "colour"),
        (f"{COMMON}, kind: fact", "needs a rule"),
        (f"{COMMON}, kind: rule, rule: [sh]", "unknown operator 'sh'"),
        (f"{COMMON}, kind: rule, rule: [fact, profile, shoe_size]", "nobody remembers profile.shoe_size"),
        (f"{COMMON}, kind: rule, rule: [fact, profile, job]", "the rule gives text"),
        (f'{COMMON}, kind: rule, rule: [">", [fact, profile, job], 3]', "text and int cannot be compared"),
        (
            f'{COMMON}, kind: rule, rule: [">", [months], [days_since, [latest, a.b]]]',
            "days are only compared",
        ),
        (f"{COMMON}, kind: rule, rule: [tag, b]", "has no rule of its own"),
        (f"{COMMON}, kind: rule, rule: [tag, a]", "goes round in a circle"),
        (f"{COMMON}, kind: intent, rule: true, set_by: [{{event: x.y}}]", "half_life_days"),
        (f"{COMMON}, kind: manual, rule: true", "given by tag.set"),
    ],
)
def test_a_fault_names_file_and_tag(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "odd.yml").write_text("- {key: a, " + text + "}", "utf-8")
    with pytest.raises(DefinitionError, match=r"odd\.yml, a: ") as caught:
        definitions(tmp_path)
    assert said in str(caught.value)


def test_a_key_that_is_used_twice_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "odd.yml").write_text(f"- &a {{key: a, kind: manual, {COMMON}}}\n- *a", "utf-8")
    with pytest.raises(DefinitionError, match=r"odd\.yml, a: the key is used twice"):
        definitions(tmp_path)
