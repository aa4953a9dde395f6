"""What every impure function takes first: settings, catalogue, database, Redis, search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import redis
import sqlalchemy as sa

from recsys.settings import Settings
from recsys.sql.connect import READ, open_sql

if TYPE_CHECKING:
    from kb.catalogue.load import Catalogue
    from kb.search import Searcher


@dataclass(frozen=True)
class Engine:
    """Opened once per process and passed down; safe to share between threads."""

    settings: Settings
    catalogue: Catalogue
    sql: sa.Engine
    redis: redis.Redis
    search: Searcher | None = None

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection for reading only; never waits for writers."""
        with self.sql.connect().execution_options(**READ) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """Like ``read``, but all that it reads is of one moment, on PostgreSQL too."""
        options: dict[str, Any] = dict(READ)
        if self.sql.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self.sql.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction, committed at the end; on SQLite it holds the write lock from its start."""
        with self.sql.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self.sql.dispose()
        self.redis.close()


def open_redis(url: str) -> redis.Redis:
    """Connects on first use; answers are text; a dead server is noticed within 3 s."""
    return redis.Redis.from_url(url, decode_responses=True, socket_timeout=3, socket_connect_timeout=3)


def open_engine(settings: Settings, *, search: bool = True) -> Engine:
    """Load the catalogue and prepare connections. Without ``search`` no index or model is loaded."""
    from kb.catalogue.load import load_catalogue

    catalogue = load_catalogue(settings.catalogue_dir)
    settings.var.mkdir(parents=True, exist_ok=True)
    return Engine(
        settings=settings,
        catalogue=catalogue,
        sql=open_sql(settings.sql_url),
        redis=open_redis(settings.redis_url),
        search=_open_search(settings) if search else None,
    )


def _open_search(settings: Settings) -> Searcher | None:
    """The searcher over the built index, or none when nothing has been built yet."""
    from kb.search import Searcher

    folder = settings.var / "kb"
    return Searcher(folder) if folder.is_dir() else None
