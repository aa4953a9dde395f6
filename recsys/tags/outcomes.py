"""What a rule can give: which texts, and whether it always gives one."""

from collections.abc import Iterator, Sequence

from recsys.tags.tree import RuleError, Tree


def outcomes(tree: Tree) -> Iterator[str | None]:
    """Every text that the rule can give; none for what is looked up."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list) and tree[0] == "case":
        for _, value in tree[1:]:
            yield from outcomes(value)
    elif isinstance(tree, list) and tree[0] == "band":
        yield from tree[3][1:]
    else:
        yield None


def always_known(tree: Tree) -> bool:
    """Whether the rule gives a value whatever is known of somebody."""
    if isinstance(tree, list) and tree[0] == "case":
        return bool(tree[-1][0] is True) and all(always_known(value) for _, value in tree[1:])
    return isinstance(tree, str)


def check_values(names: Sequence[str], tree: Tree) -> None:
    """The names are those that the rule can give, each once. Raises RuleError."""
    given = set(outcomes(tree))
    if len(set(names)) != len(names) or given != set(names):
        odd = sorted(map(str, given ^ set(names)))
        raise RuleError(f"values are what the rule gives, each once; look at {odd or list(names)}")


def check_ranked(shares: Sequence[float], rule: Tree) -> None:
    """A share for each bound of a band, smaller and smaller. Raises RuleError."""
    if not isinstance(rule, list) or rule[0] != "band":
        raise RuleError("ranked bounds are those of a band")
    if len(shares) != len(rule[2]) - 1 or list(shares) != sorted(set(shares), reverse=True):
        raise RuleError("ranked: a percentage for each bound, each smaller than the one before")
