"""A lesson is given beside the worker, which carries none of what learning loads."""

import subprocess
import sys

from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.ranking.advice import OfferNeed, recommend_offer
from recsys.ranking.learn import news
from recsys.ranking.learned import learned
from recsys.ranking.lesson import next_lesson
from tests.fixtures.stores import NOW

HEAVY = ("lightgbm", "mabwiser", "matplotlib", "pandas", "scipy", "sklearn", "torch")
SHOWS = f"import sys, recsys.events.worker; print([name for name in {HEAVY} if name in sys.modules])"


def test_the_worker_carries_no_learning_library() -> None:
    run = subprocess.run([sys.executable, "-c", SHOWS], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_an_offer_that_was_shown_is_learned_from_once(engine: Engine) -> None:
    assert next_lesson(engine, None) is None
    recommend_offer(engine, "c000002", need=OfferNeed(), channel="app", now=NOW)
    settle(engine)
    lesson = next_lesson(engine, None)
    assert lesson is not None and next_lesson(engine, lesson) is lesson
    lesson.join(60)
    assert lesson.exitcode == 0 and learned(engine.settings.var).version != "none"
    assert not news(engine) and next_lesson(engine, lesson) is None
