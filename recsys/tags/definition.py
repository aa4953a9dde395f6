"""Tag definitions: data in ``definitions/*.yml``, checked and compiled once."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    ValidationError,
    model_validator,
)

from recsys.tags.rule import Rule, RuleError, compile_rule

Group = Literal["人口", "资产", "消费", "使用", "偏好", "行为", "事件", "风险", "价值"]
Kind = Literal["fact", "rule", "model", "intent", "stated", "manual"]
Tree = Any  # a rule tree, see recsys.tags.rule
SNAPSHOTS = {"customer.registered", "month.closed", "holding.opened", "assessment.completed"}
FOLDER = Path(__file__).parent / "definitions"


class DefinitionError(ValueError):
    """A definition file is wrong; the message names file, tag and field."""


class Trigger(BaseModel):
    """An event type, and a condition on its payload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: str
    when: Tree = True


class Definition(BaseModel):
    """One tag. ``set_by`` are the events that set or re-evaluate it, ``cleared_by`` those that end it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    group: Group
    kind: Kind
    type: Literal["flag", "text", "number", "money", "data", "date", "any"]
    set_by: tuple[Trigger, ...] = ()
    rule: Tree = None  # its value; a false or unknown one means that the tag does not hold
    holds_from: Tree = None  # a date (fact): the tag holds from ``days_before`` days before it until then
    days_before: PositiveInt | None = None
    weight: float = Field(default=0.7, gt=0, le=1)  # of one mention, intents only
    half_life_days: PositiveFloat | None = None
    expires_after_days: PositiveInt | None = None
    cleared_by: tuple[Trigger, ...] = ()
    level: str = "company"
    sensitive: bool = False
    purpose: str = "service"
    version: PositiveInt = 1

    @model_validator(mode="after")
    def _complete(self) -> "Definition":
        if self.kind == "intent" and not (self.half_life_days and self.cleared_by):
            raise ValueError("an intent needs half_life_days and cleared_by")
        if self.kind not in ("manual", "model") and (not self.set_by or self.rule is None):
            raise ValueError("'set_by' and 'rule' are needed")
        if (self.holds_from is None) != (self.days_before is None):
            raise ValueError("holds_from and days_before go together")
        return self


@dataclass(frozen=True, slots=True)
class Compiled:
    """A definition with its closures."""

    tag: Definition
    value: Rule
    holds_from: Rule | None
    set_by: tuple[tuple[str, Rule], ...]
    cleared_by: tuple[tuple[str, Rule], ...]


@dataclass(frozen=True)
class Definitions:
    """All tags by key, and which of them an event type concerns."""

    by_key: dict[str, Compiled]
    set_by: dict[str, list[tuple[Compiled, Rule]]]
    cleared_by: dict[str, list[tuple[Compiled, Rule]]]
    from_facts: list[Compiled]  # rest on remembered facts alone, can be evaluated at any event
    version: str


@cache
def definitions(folder: Path = FOLDER) -> Definitions:
    """Read and compile every file of the folder. Raises DefinitionError."""
    compiled: dict[str, Compiled] = {}
    digest = sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.read_bytes())
        for data in yaml.safe_load(path.read_text("utf-8")):
            item = _compile(path, data)
            if item.tag.key in compiled:
                raise DefinitionError(f"{path.name}, {item.tag.key}: the key is used twice")
            compiled[item.tag.key] = item
    return Definitions(
        compiled,
        _by_event(compiled, "set_by"),
        _by_event(compiled, "cleared_by"),
        [item for item in compiled.values() if any(event in SNAPSHOTS for event, _ in item.set_by)],
        digest.hexdigest()[:12],
    )


def _compile(path: Path, data: dict[str, Any]) -> Compiled:
    try:
        tag = Definition.model_validate(data)
        return Compiled(
            tag,
            compile_rule(tag.rule),
            None if tag.holds_from is None else compile_rule(tag.holds_from),
            tuple((trigger.event, compile_rule(trigger.when)) for trigger in tag.set_by),
            tuple((trigger.event, compile_rule(trigger.when)) for trigger in tag.cleared_by),
        )
    except (ValidationError, RuleError, TypeError) as error:
        raise DefinitionError(f"{path.name}, {data.get('key', '?')}: {error}") from error


def _by_event(compiled: dict[str, Compiled], role: str) -> dict[str, list[tuple[Compiled, Rule]]]:
    found: dict[str, list[tuple[Compiled, Rule]]] = defaultdict(list)
    for item in compiled.values():
        for event, when in getattr(item, role):
            found[event].append((item, when))
    return dict(found)
