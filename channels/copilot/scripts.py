"""Scripts (话术) for an agent who looks for words."""

from kb.catalogue.schema import Script
from recsys.engine import Engine

COUNT = 6


def scripts_for(engine: Engine, wish: str) -> list[Script]:
    """The nearest to ``wish``; without one, the first of each method."""
    scripts = engine.catalogue.scripts
    if wish.strip() and engine.search:
        hits = engine.search.search(wish, COUNT, ("script",))
        return [scripts[hit.id] for hit in hits if hit.id in scripts]
    first: dict[str, Script] = {}
    for script in scripts.values():
        first.setdefault(script.method, script)
    return list(first.values())
