"""Definitions with their closures, and which of them an event concerns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recsys.tags.calendar import check_days
from recsys.tags.reads import Reads, reads
from recsys.tags.rule import Rule, RuleError, compile_rule
from recsys.tags.schema import Definition, DefinitionError, check_type
from recsys.tags.sharing import Shared, shared_in, timed
from recsys.tags.tree import Tree, expand


@dataclass(frozen=True, slots=True)
class Compiled:
    """A definition with its closures. ``tree`` is its rule without references to other tags."""

    tag: Definition
    tree: Tree
    value: Rule
    timed: bool  # whether the value may change although nothing happens
    reads: Reads
    set_by: tuple[tuple[str, Rule], ...] = ()
    cleared_by: tuple[tuple[str, Rule], ...] = ()


@dataclass(frozen=True, slots=True)
class Concerned:
    """The rule tags that look at all events of a type, and those that look at some of its names."""

    always: tuple[Compiled, ...]
    by_name: Mapping[str, tuple[Compiled, ...]]

    @classmethod
    def of(cls, items: Iterable[tuple[Compiled, frozenset[str] | None]]) -> "Concerned":
        """From the tags with the names that each looks at, none = all."""
        always: list[Compiled] = []
        by_name: dict[str, tuple[Compiled, ...]] = {}
        for item, names in items:
            if names is None:
                always.append(item)
            for name in names or ():
                by_name[name] = (*by_name.get(name, ()), item)
        return cls(tuple(always), by_name)

    def by(self, names: tuple[str, ...]) -> Iterable[Compiled]:
        """Those that an event under these names concerns, each once."""
        found = [self.by_name[name] for name in names if name in self.by_name]
        if len(found) < 2:
            return (*self.always, *found[0]) if found else self.always
        once = {item.tag.key: item for items in found for item in items}
        return (*self.always, *once.values())


def compiled_all(
    tags: Sequence[Definition], rules: Mapping[str, Tree], files: Mapping[str, str]
) -> dict[str, Compiled]:
    """By key; what rules have in common is evaluated once. Raises DefinitionError."""
    trees = {tag.key: _expanded(tag, rules, files.get(tag.key, "")) for tag in tags if tag.follows}
    shared = shared_in(trees.values())
    return {
        tag.key: _following(tag, trees[tag.key], shared)
        if tag.follows
        else _said(tag, files.get(tag.key, ""))
        for tag in tags
    }


def _expanded(tag: Definition, rules: Mapping[str, Tree], file: str) -> Tree:
    """The rule without references to other tags, found to be right."""
    try:
        tree = expand(tag.rule, rules, (tag.key,))
        check_type(tag, tree)
        check_days(tree)
        compile_rule(tree)
    except (RuleError, ValueError, TypeError) as error:
        raise DefinitionError(f"{file}{tag.key}: {error}") from error
    return tree


def _following(tag: Definition, tree: Tree, shared: Shared) -> Compiled:
    return Compiled(tag, tree, compile_rule(tree, shared), timed(tree), reads(tree))


def _said(tag: Definition, file: str) -> Compiled:
    """What events set and clear."""
    try:
        triggers = ((tag.set_by, "set_by"), (tag.cleared_by, "cleared_by"))
        events = {
            name: tuple((one.event, compile_rule(one.when)) for one in found) for found, name in triggers
        }
        return Compiled(tag, tag.rule, compile_rule(tag.rule), False, {}, **events)
    except (RuleError, ValueError, TypeError) as error:
        raise DefinitionError(f"{file}{tag.key}: {error}") from error
