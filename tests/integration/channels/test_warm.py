"""Loading ahead: a model that cannot be read does not keep the gateway from starting."""

import logging

import pytest

from channels.warm import warm_up
from recsys.engine import Engine
from recsys.models.store import LATEST
from recsys.ranking.advice import MODELS


async def test_what_cannot_be_loaded_ahead_is_told_and_nothing_ends(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    broken = engine.settings.var / MODELS / "propensity_gold"
    broken.mkdir(parents=True)
    (broken / LATEST).write_text("nothing-of-that-name", encoding="utf-8")
    with caplog.at_level(logging.WARNING, "channels.warm"):
        await warm_up(engine)
    assert "not loaded ahead" in caplog.text
