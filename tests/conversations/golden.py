"""Golden conversations as data: who talks, what is said, what must come back. See README.md here."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

HERE = Path(__file__).parent
Words = list[str]


class Strict(BaseModel):
    """An unknown field is an error that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Card(Strict):
    """One card among the replies. ``saving: computed`` = it states one; stated ones are always recomputed."""

    kind: Literal["plan", "pack", "wealth", "service", "order", "ticket"]
    title: str | None = None
    contains: Words = []
    saving: Literal["computed"] | None = None


class Expect(Strict):
    """What one answer must be. Words may hold {figures} of the customer, see figures.py."""

    intent: str | None = None
    action: str | list[str] | None = None
    contains: Words = []
    any_of: Words = []
    not_contains: Words = []
    card: Card | None = None
    cards: int | None = None
    choices: Words = []
    table: Words = []
    chart: bool = False
    source: bool = False
    replies: int | None = None
    owner: Literal["bot", "agent"] = "bot"

    @property
    def actions(self) -> list[str]:
        """Every action that must have run, in order."""
        return [self.action] if isinstance(self.action, str) else list(self.action or [])


class Said(Strict):
    """One message of the customer and what must come back; ``silent_minutes`` pass before it."""

    say: str
    silent_minutes: int = 0
    expect: Expect = Expect()


class After(Strict):
    """What must be true in the stores when the conversation is over."""

    orders: list[dict[str, str]] | None = None  # product, action
    tickets: list[str] | None = None  # kinds opened during the conversation
    consents: dict[str, bool] = {}  # channel/purpose → given
    tags: Words = []
    no_tags: Words = []
    waiting: bool | None = None  # for a person
    assessed: str | None = None
    erased: bool = False


class Golden(Strict):
    """A whole conversation of a twin of a named demo customer, or of a 访客."""

    title: str
    customer: str
    channel: Literal["app", "wechat", "web"] = "app"
    turns: list[Said]
    after: After = After()
    path: str = ""

    @model_validator(mode="after")
    def _has_turns(self) -> "Golden":
        if not self.turns:
            raise ValueError("a conversation needs turns")
        return self


def load_goldens() -> list[Golden]:
    """All of them, in the order of their files."""
    found: list[Golden] = []
    for path in sorted(HERE.glob("*/*.yml")):
        name = path.relative_to(HERE).with_suffix("").as_posix()
        for item in yaml.safe_load(path.read_text("utf-8")):
            found.append(Golden(**item, path=name))
    return found
