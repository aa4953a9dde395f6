"""``python -m recsys.contacts.bench [SIZE]``: timeline and conditions over 1,000,000 contacts in SQLite."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kb.catalogue.load import load_catalogue
from recsys.campaign.contact_clause import ContactClause, counts
from recsys.contacts.contact import KINDS, Contact
from recsys.contacts.store import save_contacts
from recsys.contacts.timeline import Wanted, page, tally
from recsys.engine import Engine, open_redis
from recsys.settings import Settings
from recsys.sql.connect import open_sql
from recsys.sql.migrate import migrate

SIZE, EACH, CHUNK = 1_000_000, 10, 20_000  # contacts, contacts of a customer, rows of one transaction
NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)
BARS = {
    "page": 0.05,
    "counts": 0.05,
    "近30天没有「营销接触」": 2.0,
    "近90天「投诉」2次以上": 2.0,
    "有过「微信 咨询 套餐」": 2.0,
}


def main(size: int) -> int:
    """Print the CPU time of each; 1 if a bar is missed at full size."""
    with tempfile.TemporaryDirectory() as folder:
        engine = _engine(Path(folder))
        _fill(engine, size)
        missed = 0
        for name, measured in _measured(engine, size):
            missed += measured > BARS[name]
            print(f"  {name:24} {measured:7.3f} s (bar {BARS[name]} s)")
    return int(bool(missed) and size == SIZE)


def _measured(engine: Engine, size: int) -> Iterator[tuple[str, float]]:
    clauses = [
        ("近30天没有「营销接触」", ContactClause(kinds=("营销接触",), days=30, op="at_most", count=0)),
        ("近90天「投诉」2次以上", ContactClause(kinds=("投诉",), days=90, count=2)),
        (
            "有过「微信 咨询 套餐」",
            ContactClause(kinds=("咨询",), channels=("wechat",), business_types=("套餐",)),
        ),
    ]
    who = _id(size // EACH // 2)
    yield "page", _seconds(lambda: page(engine, who, Wanted()))
    yield "counts", _seconds(lambda: tally(engine, who, Wanted()))
    with engine.read() as connection:
        for name, clause in clauses:
            yield name, _seconds(lambda clause=clause: counts(connection, clause, NOW))  # type: ignore[misc]


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _fill(engine: Engine, size: int) -> None:
    rng = Random(7)
    for start in range(0, size, CHUNK):
        with engine.write() as connection:
            save_contacts(
                connection, [_contact(rng, n, size) for n in range(start, min(size, start + CHUNK))]
            )


def _contact(rng: Random, number: int, size: int) -> Contact:
    kind = rng.choices(KINDS, (26, 7, 12, 36, 14, 5))[0]
    at = NOW - timedelta(minutes=rng.randrange(540 * 24 * 60))
    channel, topic = (
        rng.choice(("app", "wechat", "hotline", "hall")),
        rng.choice(("套餐", "宽带", "流量", "话费", "理财")),
    )
    who = _id(rng.randrange(max(1, size // EACH)))
    return Contact(
        f"e_{number}", who, at, kind, channel, "客服中心", topic, "机器人", "已答复", "问了这个月的话费"
    )


def _id(number: int) -> str:
    return f"c{number:09}"


def _engine(folder: Path) -> Engine:
    settings = Settings(var=folder, demo=True)
    sql = open_sql(f"sqlite:///{folder / 'huake.db'}")
    migrate(sql)
    return Engine(settings, load_catalogue(settings.catalogue_dir), sql, open_redis(settings.redis_url))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE))
