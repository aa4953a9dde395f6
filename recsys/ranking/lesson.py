"""Lessons beside the worker: each in a process of its own.

mabwiser brings 130 MB and takes seconds to load; so the worker's events do not wait for it, its memory stays
flat, and a lesson that fails harms nobody.
"""

import logging
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from recsys.engine import Engine, open_engine
from recsys.ranking.learn import learn_log, news
from recsys.settings import Settings

log = logging.getLogger(__name__)


def next_lesson(engine: Engine, running: BaseProcess | None) -> BaseProcess | None:
    """The ``running`` lesson until it ends, then another one if there is something to learn."""
    if running is not None and running.is_alive():
        return running
    if not news(engine):
        return None
    lesson = get_context("spawn").Process(target=give_lesson, args=(engine.settings,), daemon=True)
    lesson.start()
    return lesson


def give_lesson(settings: Settings) -> None:
    """Learn what is new, with an engine of its own."""
    engine = open_engine(settings, search=False)
    try:
        lesson = learn_log(engine)
    except (OSError, ValueError, KeyError) as error:
        log.warning("nothing learned from offers: %s", error)
    else:
        if lesson.version:
            log.info("learned from %s customers' offers: %s", lesson.customers, lesson.version)
    finally:
        engine.close()
