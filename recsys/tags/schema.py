"""What a tag is, as data: a rule over remembered facts, something the customer says, or a given value."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, model_validator

from recsys.tags.check import type_of
from recsys.tags.example import Example
from recsys.tags.outcomes import always_known, check_ranked, check_values
from recsys.tags.tree import Tree

Group = Literal["人口", "资产", "消费", "使用", "偏好", "行为", "事件", "风险", "价值"]
Kind = Literal["fact", "rule", "model", "intent", "stated", "manual"]
ValueType = Literal["flag", "text", "number", "money", "data", "date", "list", "any"]
COMPANY = "company"
_MEANS: dict[str, tuple[str, ...]] = {  # type of a rule → how its value may be shown
    "bool": ("flag",),
    "int": ("number", "money", "data"),
    "number": ("number",),
    "text": ("text",),
    "date": ("date",),
    "texts": ("list",),
}


class DefinitionError(ValueError):
    """A definition is wrong; the message names file, tag and field."""


class Trigger(BaseModel):
    """An event type, and a condition on its payload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: str
    when: Tree = True


class Value(BaseModel):
    """One value of a tag: what it means, how to treat such customers, and when it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    meaning: str = Field(min_length=4)
    advice: str = ""  # for those who talk to the customer, or write to them
    when: Tree = None


class Definition(BaseModel):
    """One tag.

    ``fact`` and ``rule`` follow from what is remembered: they hold whenever their rule does, and are
    evaluated again when an event or the time changes what the rule looks at. ``intent`` and ``stated`` are
    set by events (``set_by``) and end by decay, after days, or with an event (``cleared_by``). ``model``
    and ``manual`` are given by ``tag.set``. ``values`` that all have a ``when`` are
    the rule: the first that holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=2)
    meaning: str = Field(min_length=4)  # for people who pick customers by it
    group: Group
    kind: Kind
    type: ValueType
    owner: str  # the department that answers for it
    purpose: str
    level: str = COMPANY  # or the department that alone may see it
    sensitive: bool = False
    version: PositiveInt = 1
    rule: Tree = None  # its value; a false or unknown one means that the tag does not hold
    values: tuple[Value, ...] = ()  # all of them, in the order in which people think of them
    history: bool = False  # every change of the value is kept
    ranked: tuple[PositiveFloat, ...] = ()  # percent of all customers from each bound of the rule's band on
    set_by: tuple[Trigger, ...] = ()
    cleared_by: tuple[Trigger, ...] = ()
    weight: float = Field(default=0.7, gt=0, le=1)  # of one mention, intents only
    half_life_days: PositiveFloat | None = None
    expires_after_days: PositiveInt | None = None
    example: Example

    @property
    def follows(self) -> bool:
        """Whether it follows from remembered facts alone."""
        return self.kind in ("fact", "rule")

    @property
    def stated(self) -> bool:
        """Whether it is set by what the customer says."""
        return self.kind in ("intent", "stated")

    @model_validator(mode="before")
    @classmethod
    def _rule_of_values(cls, data: Any) -> Any:
        """``case`` over the values, where each says when it holds."""
        rows = data.get("values", ()) if isinstance(data, dict) else ()
        whens = [row.get("when") for row in rows if isinstance(row, dict)]
        if not whens or None in whens:
            return data
        branches = [[row["when"], row.get("name")] for row in rows]
        return {**data, "rule": ["case", *branches]}

    @model_validator(mode="after")
    def _complete(self) -> "Definition":
        if self.follows and (self.rule is None or self.set_by or self.cleared_by or self.expires_after_days):
            raise ValueError(f"a {self.kind} needs a rule, and nothing else sets or ends it")
        if self.stated and (self.rule is None or not self.set_by):
            raise ValueError(f"a {self.kind} needs 'set_by' and 'rule'")
        if (self.kind == "intent") != bool(self.half_life_days):
            raise ValueError("half_life_days belongs to an intent, and an intent needs it")
        if self.kind == "intent" and not self.cleared_by:
            raise ValueError("an intent needs cleared_by")
        if self.kind in ("model", "manual") and (self.rule is not None or self.set_by):
            raise ValueError(f"a {self.kind} tag is given by tag.set, it has no rule")
        if (self.values or self.history or self.ranked) and not self.follows:
            raise ValueError("values, history and ranked belong to a tag with a rule")
        return self


def check_type(tag: Definition, rule: Tree) -> None:
    """The expanded rule gives what the definition says. Raises RuleError or ValueError."""
    found = type_of(rule)
    if tag.type not in _MEANS[found]:
        raise ValueError(f"the rule gives {found}, which is not shown as '{tag.type}'")
    if tag.values:
        check_values([one.name for one in tag.values], rule)
    if tag.history and not always_known(rule):
        raise ValueError("history needs a rule that always gives a value: a last branch with 'true'")
    if tag.ranked:
        check_ranked(tag.ranked, tag.rule)


def from_data(data: dict[str, Any], defaults: dict[str, Any] | None = None) -> Definition:
    """One definition; what it leaves out stands in ``defaults``."""
    return Definition.model_validate((defaults or {}) | data)
