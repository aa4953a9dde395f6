"""Every golden conversation, with the real gateway, Rasa, actions and stores."""

import httpx
import pytest

from recsys.engine import Engine
from scripts.system import System
from tests.conversations.golden import Golden, load_goldens
from tests.conversations.play import play

GOLDENS = load_goldens()


@pytest.mark.parametrize("golden", GOLDENS, ids=[f"{one.path}: {one.title}" for one in GOLDENS])
def test_the_conversation_goes_as_it_should(
    system: System, live: Engine, http: httpx.Client, golden: Golden
) -> None:
    wrong = play(system, live, http, golden)
    assert not wrong, "\n" + "\n".join(wrong)
