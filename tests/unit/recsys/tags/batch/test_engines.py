"""One definition runs three ways: for one customer in Python, for many in DuckDB and in Spark. They agree."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from recsys.tags.batch.compute import in_duckdb, in_spark, read_population, rule_columns, tag_columns
from recsys.tags.batch.tables import named_in, tables_of, write_tables
from recsys.tags.check import type_of
from recsys.tags.definition import Compiled, definitions
from recsys.tags.example import MOMENT
from recsys.tags.moments import holds
from recsys.tags.rule import ZONE, Scope, compile_rule
from tests.unit.recsys.tags.batch.generated import customers, rules

RULES = rules(seed=1, count=1000)
PEOPLE = customers(seed=2, count=80)
AT_ONCE = 200  # rules in one query
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of engines
NO_SPARK = (
    "pyspark is not installed (requirements/spark.txt)"
    if find_spec("pyspark") is None
    else "no Java here"
    if shutil.which("java") is None
    else ""
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is known of the people, as files."""
    found = tmp_path_factory.mktemp("population")
    trees = [*RULES.values(), *(item.tree for item in definitions().rules)]
    write_tables(tables_of(PEOPLE, named_in(trees), ZONE), found)
    return found


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on one thread of this machine."""
    if NO_SPARK:
        pytest.skip(NO_SPARK)
    from tests.fixtures.spark import local_spark

    with local_spark() as session:
        yield in_spark(session)


@pytest.fixture(scope="module")
def online() -> dict[str, dict[str, Any]]:
    """What the closures say: customer → rule → value."""
    closures = {name: compile_rule(tree) for name, tree in RULES.items()}
    scopes = {who: Scope(facts, {}, MOMENT) for who, facts in PEOPLE}
    return {who: {name: run(scope) for name, run in closures.items()} for who, scope in scopes.items()}


def in_engine(connection: Any, folder: Path, at_once: int) -> dict[str, dict[str, Any]]:
    """The same from an engine."""
    population, names = read_population(connection, folder), list(RULES)
    found: dict[str, dict[str, Any]] = {who: {} for who, _ in PEOPLE}
    for start in range(0, len(names), at_once):
        chosen = {name: RULES[name] for name in names[start : start + at_once]}
        for row in rule_columns(population, chosen, MOMENT).to_pyarrow().to_pylist():
            found[row.pop("customer_id")].update(row)
    return found


def differences(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> list[str]:
    return [
        f"{who}: {RULES[name]} is {value!r}, not {other[who][name]!r}"
        for who, values in one.items()
        for name, value in values.items()
        if not same(value, other[who][name])
    ]


def same(one: Any, other: Any) -> bool:
    """1 and 1.0 are the same number; true is no number."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def test_the_rules_are_of_every_type_and_pass_the_check() -> None:
    assert {type_of(tree) for tree in RULES.values()} == {"bool", "int", "number", "text"}
    assert len(RULES) == 1000


def test_the_rules_are_neither_all_known_nor_all_unknown(online: dict[str, dict[str, Any]]) -> None:
    values = [value for row in online.values() for value in row.values()]
    unknown = sum(value is None for value in values) / len(values)
    assert 0.1 < unknown < 0.6


def test_duckdb_gives_what_python_gives(online: dict[str, dict[str, Any]], folder: Path) -> None:
    assert differences(online, in_engine(in_duckdb(), folder, AT_ONCE)) == []


@pytest.mark.timeout(300)
def test_spark_gives_what_python_gives(online: dict[str, dict[str, Any]], folder: Path, spark: Any) -> None:
    assert differences(online, in_engine(spark, folder, AT_ONCE)) == []


def test_every_definition_gives_in_duckdb_what_it_gives_online(folder: Path) -> None:
    items = definitions().rules
    table = tag_columns(read_population(in_duckdb(), folder), items, MOMENT)
    rows = {row["customer_id"]: row for row in table.to_pyarrow().to_pylist()}
    assert len(items) >= 150
    consents = {who: facts.get("consents", {}) for who, facts in PEOPLE}
    assert set(rows) == {who for who, given in consents.items() if given.get("*/personalisation", True)}
    for who, facts in PEOPLE:
        values = {item.tag.key: _online(item, facts, consents[who]) for item in items}
        assert who not in rows or {key: _held(rows[who][key]) for key in values} == values


def _held(value: Any) -> Any:
    return value if holds(value) else None


def _online(item: Compiled, facts: dict[str, Any], consents: dict[str, bool]) -> Any:
    value = item.value(Scope(facts, {}, MOMENT))
    allowed = not item.tag.sensitive or consents.get("*/sensitive", False)
    return _held(value) if allowed else None
