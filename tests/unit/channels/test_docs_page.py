"""The overview of calls is made from the application, and docs/api.md may not miss any."""

import re
from pathlib import Path

from channels.docs_page import Call, calls
from channels.server import create_app
from recsys.settings import Settings

DOCS = Path(__file__).parents[3] / "docs"


def served() -> list[Call]:
    """What the gateway serves."""
    return calls(create_app(Settings()).openapi())


def test_the_documentation_lists_exactly_the_calls_that_exist() -> None:
    table = re.findall(
        r"^\| `(GET|POST|PUT|PATCH|DELETE) (/\S*)` \|", (DOCS / "api.md").read_text("utf-8"), re.M
    )
    assert sorted(table) == sorted((call.method, call.path) for call in served())


def test_every_call_says_what_it_does() -> None:
    assert [call for call in served() if len(call.does) < 10] == []


def test_fields_that_must_be_there_are_marked() -> None:
    (message,) = [call for call in served() if call.path == "/api/v1/messages"]
    assert {"text*", "message_id*", "channel"} <= set(message.takes)


def test_the_documentation_names_every_setting_of_the_channels() -> None:
    text = (DOCS / "channels.md").read_text("utf-8")
    for name in ("HUAKE_WECHAT_ACCOUNTS", "HUAKE_WECHAT_API_URL", "HUAKE_TURN_DEADLINE_S", "HUAKE_JWT_KEY"):
        assert name in text
        assert name.removeprefix("HUAKE_").lower() in Settings.model_fields
