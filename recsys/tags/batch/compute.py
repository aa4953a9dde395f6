"""All rule tags of a population at a moment, as one Ibis table: ``customer_id`` and a column per tag."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.batch.expression import expression, met
from recsys.tags.batch.leaves import Leaves, Population
from recsys.tags.batch.shortened import shortened
from recsys.tags.definition import Compiled
from recsys.tags.rule import ZONE
from recsys.tags.tree import Tree


def tag_columns(
    population: Population, items: Iterable[Compiled], now: datetime, zone: Any = ZONE
) -> ir.Table:
    """A column per tag: its value; NULL, or false for a flag, where it does not hold.

    Who withdrew personalisation is left out; sensitive tags need the separate consent.
    """
    people = population.customers
    allowed = people.filter(ibis.coalesce(people["consents_*/personalisation"], True))
    trees = {item.tag.key: _consented(item) for item in items}
    return rule_columns(replace(population, customers=allowed), trees, now, zone, build=met)


def rule_columns(
    population: Population, trees: dict[str, Tree], now: datetime, zone: Any = ZONE, build: Any = expression
) -> ir.Table:
    """A column per rule, with the value that the rule has for each customer."""
    short = {name: shortened(tree) for name, tree in trees.items()}
    leaves = Leaves(population, short.values(), now, now.astimezone(zone).date())
    columns = {name: build(tree, leaves.column) for name, tree in short.items()}
    return leaves.table.select("customer_id", **columns)


def _consented(item: Compiled) -> Tree:
    consent = ["=", ["fact", "consents", "*/sensitive"], True]
    if not item.tag.sensitive:
        return item.tree
    return ["and", consent, item.tree] if item.tag.type == "flag" else ["case", [consent, item.tree]]


def read_population(connection: Any, folder: Path) -> Population:
    """The Parquet files of a folder as tables of the engine."""
    names = ("customers", "holdings")
    return Population(*(connection.read_parquet(str(folder / f"{name}.parquet")) for name in names))


def in_duckdb(threads: int | None = None) -> Any:
    """DuckDB in memory; Ibis still writes lambdas with an arrow."""
    connection = ibis.duckdb.connect(**({"threads": threads} if threads else {}))
    connection.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    return connection


def in_spark(session: Any) -> Any:
    """Whatever Spark the session runs on."""
    return ibis.pyspark.connect(session)
