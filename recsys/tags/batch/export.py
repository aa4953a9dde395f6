"""What the fold remembers of all customers, as Parquet files that any engine reads."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.tags.batch.tables import named_in, schemas, tables_of
from recsys.tags.fold import personalised
from recsys.tags.registry import current

CHUNK = 5000


def export(engine: Engine, folder: Path) -> int:
    """Returns the number of customers; who withdrew personalisation is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    query = sa.select(t.tag_facts).order_by(t.tag_facts.c.customer_id).execution_options(yield_per=CHUNK)
    with engine.read() as connection:
        named = named_in(item.tree for item in current(connection, engine.settings.zone).rules)
    writers = {
        name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in schemas(named).items()
    }
    count = 0
    try:
        with engine.read() as connection:
            for part in connection.execute(query).partitions(CHUNK):
                known = [(row.customer_id, row.facts) for row in part if personalised(row.facts)]
                _write(writers, tables_of(known, named, engine.settings.zone))
                count += len(known)
    finally:
        for writer in writers.values():
            writer.close()
    return count


def _write(writers: dict[str, pq.ParquetWriter], tables: dict[str, pa.Table]) -> None:
    for name, table in tables.items():
        writers[name].write_table(table)
