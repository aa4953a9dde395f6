"""Ten named people whose segments anybody can count by hand."""

from typing import Any

import pytest
import yaml

from kb.catalogue.load import load_catalogue
from recsys.settings import Settings
from recsys.tags.definition import FOLDER, definitions
from recsys.tags.example import MOMENT, Example
from recsys.tags.rule import Scope

BY_KEY = definitions().by_key


def person(spent: int, *bought: float, **more: Any) -> Scope:
    """Six bills of ``spent`` yuan each; bought so many days ago."""
    months = {"total": [spent * 100] * 6} if spent else {}
    example = Example(months=months, happened={"order.placed": list(bought)}, gives=None, **more)
    return Scope(example.facts, {}, MOMENT)


def value(key: str, scope: Scope) -> Any:
    return BY_KEY[key].value(scope)


HIGH, LOW = 400, 20  # yuan a month: in the top fifth, in the bottom fifth
PEOPLE = [  # who, yuan a month, bought days ago; R and F counted by hand, then the group
    ("李经理", HIGH, (10, 40, 100, 300), 5, 5, "重要价值客户"),
    ("张姐", HIGH, (45, 46), 4, 3, "重要价值客户"),
    ("刘先生", HIGH, (), 1, 1, "重要挽留客户"),
    ("钱总", HIGH, (200, 250, 300), 1, 4, "重要保持客户"),
    ("孙工", HIGH, (90,), 3, 2, "重要发展客户"),
    ("王阿姨", LOW, (29, 31, 33), 5, 4, "一般价值客户"),
    ("小陈", LOW, (60,), 4, 2, "一般发展客户"),
    ("赵师傅", LOW, (181, 200, 364), 1, 4, "一般保持客户"),
    ("小林", LOW, (366,), 1, 1, "一般挽留客户"),
    ("吴老师", 0, (5, 6), 5, 3, None),
]


@pytest.mark.parametrize(
    ("who", "spent", "bought", "r", "f", "group"), PEOPLE, ids=[row[0] for row in PEOPLE]
)
def test_r_f_m_and_the_group_of_ten_people(
    who: str, spent: int, bought: tuple[float, ...], r: int, f: int, group: str | None
) -> None:
    scope = person(spent, *bought)
    assert value("rfm_r", scope) == r
    assert value("rfm_f", scope) == f
    assert value("rfm_m", scope) == ({HIGH: 5, LOW: 1}[spent] if spent else None)
    assert value("rfm_group", scope) == group


USE = {"data_mb": [1024] * 6, "directed_mb": [0] * 6, "voice_min": [100] * 6, "sms": [0] * 6}


def test_the_services_that_are_followed_are_in_the_catalogue() -> None:
    rows = yaml.safe_load((FOLDER / "lifecycle_services.yml").read_text("utf-8"))["for_each"]
    assert {row["id"] for row in rows} <= set(load_catalogue(Settings().catalogue_dir).services)
