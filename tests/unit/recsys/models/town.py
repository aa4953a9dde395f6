"""A small simulated town, the same in all tests: past lives and new ones, with what is known of each."""

from datetime import UTC, datetime
from functools import cache

from kb.catalogue.load import load_catalogue
from recsys.models.customers.observe import Observation
from recsys.models.customers.training import simulated
from recsys.settings import Settings
from recsys.simulator.life import Life

NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)
SIZE = 1000
PAST = SIZE * 4 // 5


@cache
def town() -> tuple[list[Life], list[Observation]]:
    """All lives and observations; the first ``PAST`` of both are half a year old, the others a quarter."""
    return simulated(load_catalogue(Settings().catalogue_dir), SIZE, 5, NOW)
