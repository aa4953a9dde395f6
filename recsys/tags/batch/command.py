"""`python -m recsys tags compute`: all rule tags of a population into one file."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from recsys.collector import paused
from recsys.engine import Engine
from recsys.tags.batch.compute import in_duckdb, in_spark, read_population, tag_columns
from recsys.tags.batch.tables import Named, named_in, schemas
from recsys.tags.registry import current
from recsys.unusable import Unusable

EXPORT = "`python -m recsys tags export FOLDER` writes it anew"
SHOWN = 3  # missing columns
BETWEEN = "、"  # the items of a list in a CSV file


def compute(engine: Engine, population: Path, out: Path, with_engine: str, now: datetime) -> str:
    """What was done, in a line."""
    with engine.read() as connection:
        items = current(connection, engine.settings.zone).rules
    _check(population, named_in(item.tree for item in items))
    with _ENGINES[with_engine]() as opened, paused():
        table = tag_columns(read_population(opened, population), items, now, engine.settings.zone)
        if out.suffix == ".csv":
            opened.to_csv(_flat(table), str(out))
        else:
            opened.to_parquet(table, str(out))
    return f"{len(items)} tags as of {now:%Y-%m-%d %H:%M} → {out}"


def _check(population: Path, named: Named) -> None:
    """Raises Unusable for files that lack what rules look at."""
    for name, schema in schemas(named).items():
        path = population / f"{name}.parquet"
        try:
            lacking = [column for column in schema.names if column not in pq.read_schema(path).names]
        except pa.ArrowInvalid as error:
            raise Unusable(f"{path}: is no Parquet file; {EXPORT}") from error
        if lacking:
            shown = ", ".join(lacking[:SHOWN]) + (" …" if len(lacking) > SHOWN else "")
            raise Unusable(
                f"{path}: {len(lacking)} columns are missing that rules look at ({shown}); {EXPORT}"
            )


def _flat(table: Any) -> Any:
    """A list is one cell: CSV knows none."""
    lists = [name for name, kind in table.schema().items() if kind.is_array()]
    return table.mutate(**{name: table[name].join(BETWEEN) for name in lists}) if lists else table


@contextmanager
def _duckdb() -> Iterator[Any]:
    yield in_duckdb()


@contextmanager
def _spark() -> Iterator[Any]:
    """The cluster that ``spark-submit`` or the environment names, or this machine."""
    session = importlib.import_module("pyspark.sql").SparkSession.builder.appName("huake tags").getOrCreate()
    yield in_spark(session)
    session.stop()


_ENGINES: dict[str, Any] = {"duckdb": _duckdb, "spark": _spark}
