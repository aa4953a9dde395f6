"""What the first agent would wait seconds for is loaded while nobody waits: definitions, index, models."""

import logging

from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool

from kb.index.store import NoIndexError
from recsys.engine import Engine
from recsys.models.store import ModelError
from recsys.ranking.advice import MODELS
from recsys.ranking.foreseen import propensities
from recsys.tags.registry import current

log = logging.getLogger(__name__)


async def warm_up(engine: Engine) -> None:
    """Beside the first requests; what cannot be loaded now is loaded, or refused, when it is asked for."""
    try:
        await run_in_threadpool(_load, engine)
    except (OperationalError, ModelError, NoIndexError, OSError) as error:
        log.warning("not loaded ahead: %s", error)


def _load(engine: Engine) -> None:
    with engine.read() as connection:
        current(connection, engine.settings.zone)
    if engine.search:
        engine.search.search("套餐", 1)
    propensities(engine.settings.var / MODELS)
