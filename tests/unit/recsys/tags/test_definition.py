"""Tag definitions are data, and faults in them are named."""

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from recsys.tags.definition import DefinitionError, Group, definitions


def test_every_group_and_the_four_main_kinds_are_covered() -> None:
    tags = [item.tag for item in definitions().by_key.values()]
    kinds = Counter(tag.kind for tag in tags)
    assert len(tags) >= 44
    assert {tag.group for tag in tags} == set(get_args(Group))
    assert min(kinds[kind] for kind in ("fact", "rule", "intent", "stated")) >= 5


def test_titles_are_unique_so_that_a_marketer_can_tell_them_apart() -> None:
    titles = Counter(item.tag.title for item in definitions().by_key.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_intent_decays_and_can_be_cleared() -> None:
    intents = [item.tag for item in definitions().by_key.values() if item.tag.kind == "intent"]
    assert all(tag.half_life_days and tag.cleared_by for tag in intents)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {key: a, title: t, group: 人口, kind: fact, type: flag, colour: red}", "colour"),
        ("- {key: a, title: t, group: 人口, kind: fact, type: flag}", "set_by"),
        (
            "- {key: a, title: t, group: 人口, kind: rule, type: flag, set_by: [{event: a.b}], rule: [sh]}",
            "unknown operator 'sh'",
        ),
        (
            "- {key: a, title: t, group: 人口, kind: intent, type: flag, set_by: [{event: x.y}], rule: true}",
            "half_life_days",
        ),
        ("- &a {key: a, title: t, group: 人口, kind: manual, type: flag}\n- *a", "twice"),
    ],
)
def test_a_fault_names_file_and_tag(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "odd.yml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=r"odd\.yml, a: ") as caught:
        definitions(tmp_path)
    assert said in str(caught.value)
