"""``store``: the engine on SQLite and, where a server is installed, on PostgreSQL."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from kb.catalogue.load import Catalogue
from recsys.customers.population import populate
from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.sql.migrate import migrate
from tests.fixtures.stores import NOW, SEED, RedisServer, engine_at

PEOPLE = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Engine:
    """Every test that asks for it runs once per database."""
    name = "engine" if request.param == "sqlite" else "postgres"
    found: Engine = request.getfixturevalue(name)
    return found


@pytest.fixture
def postgres(
    tmp_path: Path, postgres_url: str, redis_server: RedisServer, catalogue: Catalogue
) -> Iterator[Engine]:
    """An engine on PostgreSQL with the named customers and an empty Redis."""
    opened = engine_at(tmp_path, redis_server.url, catalogue, postgres_url)
    migrate(opened.sql)
    with opened.write() as connection:
        for table in t.metadata.sorted_tables:
            connection.execute(table.delete())
    populate(opened, PEOPLE, SEED, NOW)
    opened.redis.flushall()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of its own in a folder of its own, or ``HUAKE_TEST_POSTGRES``."""
    given = os.environ.get("HUAKE_TEST_POSTGRES")
    if given:
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed here")
    folder = Path(mkdtemp(prefix="huake-pg.", dir="/tmp"))  # short: sockets have short names
    user, port = _user(folder), _free_port()

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)

    data = ("-D", folder / "data")
    run(binaries / "initdb", *data, "-U", "huake", "-A", "trust", "--no-sync")
    options = f"-p {port} -k {folder} -h 127.0.0.1 -F"
    run(binaries / "pg_ctl", *data, "-w", "-l", folder / "log", "-o", options, "start")
    yield f"postgresql://huake@127.0.0.1:{port}/postgres"
    run(binaries / "pg_ctl", *data, "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root; its package brought a user along."""
    if os.geteuid() != 0:
        return None
    try:
        shutil.chown(folder, pwd.getpwnam("postgres").pw_name)
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    return "postgres"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
