"""All rule tags of a population at a moment, as one Ibis table: ``customer_id`` and a column per tag."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.batch.expression import expression
from recsys.tags.batch.leaves import Leaves, Population
from recsys.tags.batch.tables import SCHEMAS
from recsys.tags.definition import Compiled
from recsys.tags.rule import ZONE
from recsys.tags.tree import Tree


def tag_columns(
    population: Population, items: Iterable[Compiled], now: datetime, zone: Any = ZONE
) -> ir.Table:
    """A column per tag: its value, or NULL where it does not hold.

    Who withdrew personalisation is left out; sensitive tags are NULL without the separate consent.
    """
    found = list(items)
    people = population.customers
    allowed = people.filter(ibis.coalesce(people["consents_*/personalisation"], True))
    trees = {item.tag.key: _shown(item) for item in found}
    return rule_columns(replace(population, customers=allowed), trees, now, zone)


def _shown(item: Compiled) -> Tree:
    """A flag that does not hold is unknown; what is sensitive needs the consent."""
    consent = ["=", ["fact", "consents", "*/sensitive"], True]
    value = True if item.tag.type == "flag" else item.tree
    conditions = [item.tree] if item.tag.type == "flag" else []
    conditions += [consent] if item.tag.sensitive else []
    return ["case", [["and", *conditions], value]] if conditions else value


def rule_columns(population: Population, trees: dict[str, Tree], now: datetime, zone: Any = ZONE) -> ir.Table:
    """A column per rule, with the value that the rule has for each customer."""
    leaves = Leaves(population, trees.values(), now, now.astimezone(zone).date())
    columns = {name: expression(tree, leaves.column) for name, tree in trees.items()}
    return leaves.table.select("customer_id", **columns)


def read_population(connection: Any, folder: Path) -> Population:
    """The Parquet files of a folder as tables of the engine."""
    tables = {name: connection.read_parquet(str(folder / f"{name}.parquet")) for name in SCHEMAS}
    return Population(**tables)


def in_duckdb(threads: int | None = None) -> Any:
    """DuckDB in memory."""
    return ibis.duckdb.connect(**({"threads": threads} if threads else {}))


def in_spark(session: Any) -> Any:
    """Whatever Spark the session runs on."""
    return ibis.pyspark.connect(session)
