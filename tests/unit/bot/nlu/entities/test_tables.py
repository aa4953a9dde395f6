"""Every way of saying an amount, a day, a place, a name, a risk or a person, from tables of cases."""

import pytest
import yaml

from scripts.entity_quality import (
    EXACT_BAR,
    F1_BAR,
    GOLDENS,
    Table,
    entity_lines,
    exact,
    f1,
    outcomes,
    tables,
)
from scripts.environments import ROOT

TABLES = tables()
OF_ONE_KIND = [table for table in TABLES if table.entities]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_values_and_words_are_exact(table: Table) -> None:
    results = outcomes(table)
    wrong = [f"{each.text}: wanted {each.wanted}, found {each.found}" for each in results if not each.right]
    reached = f1(results) >= F1_BAR if table.name == GOLDENS else exact(results) >= EXACT_BAR
    assert reached, "\n".join(wrong)


@pytest.mark.parametrize("table", OF_ONE_KIND, ids=lambda table: table.name)
def test_every_kind_has_at_least_forty_cases_and_some_where_there_is_none(table: Table) -> None:
    assert len(table.cases) >= 40
    assert sum(not wanted for wanted in table.cases.values()) >= 4


def test_the_report_has_a_line_and_a_verdict_for_every_table() -> None:
    lines = entity_lines()[1:]
    assert [line.split()[0] for line in lines] == [table.name for table in TABLES]
    assert all(line.endswith("reached") for line in lines)


def test_every_entity_of_the_domain_is_in_a_table() -> None:
    judged = {entity for table in OF_ONE_KIND for entity in table.entities}
    domain = yaml.safe_load((ROOT / "bot" / "domain" / "dialogue.yml").read_text(encoding="utf-8"))
    assert judged == set(domain["entities"])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_words_of_a_case_stand_in_its_message(table: Table) -> None:
    for text, wanted in table.cases.items():
        assert all(words in text for _entity, words, _value in wanted), text
