"""docs/intents.md against the domain, the rules and the actions."""

import re
from typing import Any

import yaml

from actions.server import action_classes
from tests.unit.docs.pages import ROOT, names, read, table

PAGE = "docs/intents.md"
TITLES: dict[str, str] = yaml.safe_load(read("channels/intent_titles.yml"))


def topics(folder: str) -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / folder).glob("*.yml")}


def routes() -> dict[str, list[str]]:
    """Intent → actions, from the rules."""
    found: dict[str, list[str]] = {}
    for topic in topics("bot/rules").values():
        for rule in topic["rules"]:
            intent, *actions = (value for step in rule["steps"] for value in step.values())
            found[intent] = actions
    return found


def rows_of_intents() -> list[str]:
    """The table as it should be, one line for each intent, by topic as in the domain."""
    lines = []
    for topic, domain in sorted(topics("bot/domain").items()):
        for intent in domain.get("intents", ()):
            actions = ", ".join(f"`{name}`" for name in routes().get(intent, ()))
            lines.append(f"| `{intent}` | {TITLES[intent]} | {topic} | {actions} |")
    return lines


def test_every_intent_stands_there_with_title_topic_and_action() -> None:
    assert [f"| {' | '.join(row)} |" for row in table(PAGE, "intent")] == rows_of_intents()


def test_every_action_stands_there_with_what_it_does() -> None:
    rows = {names(row[0])[0]: row[1] for row in table(PAGE, "action")}
    assert set(rows) == {cls.title() for cls in action_classes()}
    assert all(rows.values())


def test_every_entity_of_the_domain_stands_there() -> None:
    said = {name for row in table(PAGE, "entity") for name in names(row[0])}
    assert said == set(topics("bot/domain")["dialogue"]["entities"])


def test_every_question_of_the_dialogue_stands_there() -> None:
    said = {name for row in table(PAGE, "question") for name in names(row[0])}
    assert said == set(yaml.safe_load(read("bot/dialogue/questions.yml"))["questions"])


def test_what_always_wins_stands_there() -> None:
    always = yaml.safe_load(read("bot/dialogue/questions.yml"))["always"]
    sentence = re.findall(r"(?m)^Always first: (.+)$", read(PAGE))[0]
    assert names(sentence) == always
