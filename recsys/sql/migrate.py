"""`python -m recsys migrate`: bring the database to the newest schema."""

import argparse
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext

from recsys.settings import Settings
from recsys.sql.connect import open_sql


def migrate(sql: sa.Engine) -> str:
    """Run the missing steps in one transaction; returns the revision that holds now."""
    with sql.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        return str(MigrationContext.configure(connection).get_current_revision())


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's configuration without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("migrate")
    parser.set_defaults(run=_run)


def _run(_args: argparse.Namespace) -> int:
    settings = Settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    revision = migrate(open_sql(settings.sql_url))
    print(f"database is at {revision}")
    return 0
