"""Answers in other words, when a language model is set up; counted by how it went."""

from prometheus_client import Counter

from actions.message.turn import Turn
from actions.message.values import private_free
from kb.answering.rephrase import Endpoint, rephrase
from kb.index.names_of import names_of
from recsys.engine import Engine

REPHRASINGS = Counter(
    "huake_rephrasings", "Answers given to the language model: said, unfaithful, late or failed", ["outcome"]
)


def worded(engine: Engine, turn: Turn, answer: str) -> str:
    """The answer as the model puts it; as it is without a model, or when its words say something else."""
    settings = engine.settings
    if not settings.rephrase_url:
        return answer
    endpoint = Endpoint(
        settings.rephrase_url, settings.rephrase_model, settings.rephrase_key, settings.rephrase_timeout_s
    )
    wording = rephrase(endpoint, private_free(turn), answer, names_of(engine.catalogue))
    REPHRASINGS.labels(wording.outcome).inc()
    return wording.text
