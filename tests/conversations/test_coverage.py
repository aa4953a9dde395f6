"""The goldens cover what the bot can do: nothing is in the domain that no conversation has tried."""

import yaml

from scripts.environments import ROOT
from tests.conversations.golden import load_goldens

AT_LEAST = 200
HARD_AT_LEAST = 40  # rude, contradictory, full of numbers, meant to trick us
EXPECTED = [turn.expect for golden in load_goldens() for turn in golden.turns]


def domain(field: str) -> set[str]:
    """All names of one kind in the domain."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "bot" / "domain").glob("*.yml")]
    return {name for file in files for name in file.get(field) or ()}


def test_there_are_enough_conversations() -> None:
    goldens = load_goldens()
    assert len(goldens) >= AT_LEAST
    assert sum(golden.path.startswith("hard/") for golden in goldens) >= HARD_AT_LEAST


def test_titles_are_different_so_that_a_failure_names_one_conversation() -> None:
    titles = [(golden.path, golden.title) for golden in load_goldens()]
    assert len(set(titles)) == len(titles)


def test_every_intent_is_expected_somewhere() -> None:
    assert domain("intents") - {expect.intent for expect in EXPECTED} == set()


def test_every_action_is_expected_somewhere() -> None:
    tried = {name for expect in EXPECTED for name in expect.actions}
    assert (domain("actions") | domain("responses")) - tried == set()
