"""One name per thing: rule, domain, module and class agree."""

import re
from pathlib import Path

import pytest
import yaml

from actions.server import action_classes

ROOT = Path(__file__).parents[3]
CLASSES = action_classes()


def ruled() -> set[str]:
    texts = [path.read_text("utf-8") for path in (ROOT / "bot/rules").glob("*.yml")]
    return {name for text in texts for name in re.findall(r"action: (action_\w+)", text)}


def in_domain() -> set[str]:
    domains = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "bot/domain").glob("*.yml")]
    return {name for domain in domains for name in domain.get("actions", ())}


def test_every_action_of_the_rules_and_of_the_domain_is_there_and_no_other() -> None:
    by_policy = {
        "cancel_task",
        "choose_wish",
        "clarify",
        "resume_question",
        "amend",
        "let_go",
        "show_pointed",
        "answer_about",
        "add_to_ticket",
    }
    called = ruled() | {f"action_{name}" for name in by_policy}
    assert {cls.title() for cls in CLASSES} == called == in_domain()


def test_only_actions_and_their_server_stand_at_the_top() -> None:
    names = {cls.title().removeprefix("action_") for cls in CLASSES}
    assert {path.stem for path in (ROOT / "actions").glob("*.py")} == names | {"__init__", "server"}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_an_action_is_named_after_its_module_and_is_short(cls: type) -> None:
    path = ROOT / "actions" / f"{cls.title().removeprefix('action_')}.py"  # type: ignore[attr-defined]
    assert cls.__module__ == f"actions.{path.stem}"
    assert len(path.read_text("utf-8").splitlines()) <= 30
