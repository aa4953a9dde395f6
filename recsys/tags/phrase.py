"""The parts of a rule in Chinese: 「近3个月平均账单总额」."""

from collections.abc import Callable
from typing import Any

from recsys.tags.registry import latest
from recsys.tags.tree import Tree
from recsys.tags.wording import happening, shown, unit, words


def phrase(tree: Tree) -> str:
    """What a part of a rule is called, without values."""
    if not isinstance(tree, list):
        return shown(tree, "")
    name, args = tree[0], tree[1:]
    if name in words("signs"):
        return words("signs")[name].join(map(_operand, args, [name] * 2))
    if name == "round":
        return phrase(args[0])
    if name == "size":
        return phrase(args[0]) + words("words")["size"]
    if name == "band":
        return f"{phrase(args[0])}{words('words')[name]}({'/'.join(shown(one, '') for one in args[2][1:])})"
    if name == "case":
        return f"({';'.join(map(_branch, args))})"
    return _leaf(name, args)


def _branch(branch: list[Any]) -> str:
    when, then = branch
    said = words("words")
    value = phrase(then) if isinstance(then, list) else shown(then, "")
    return (
        f"{said['otherwise']}{value}"
        if when is True
        else said["if"].format(when=comparison(when), then=value)
    )


def _operand(tree: Tree, sign: str) -> str:
    """In brackets where they matter."""
    if not isinstance(tree, list):
        return shown(tree, "") if sign in "*/" else shown(tree, unit(tree))
    inner = phrase(tree)
    return f"({inner})" if tree[0] in "+-" and sign in "*/-" else inner


def _leaf(name: str, args: list[Any]) -> str:
    if name == "fact":
        return _fact(args)
    if name == "tag":
        return f"「{latest().by_key[args[0]].tag.title}」"
    if name == "month":
        return words("months")[args[0]]
    pattern = words("leaves").get(name, name)
    return pattern.format(**_PARTS[name](args)) if name in _PARTS else pattern


def _fact(args: list[Any]) -> str:
    group, field = args
    if group == "profile":
        return words("profile")[field]
    if group == "risk":
        return words("leaves")["risk"]
    if group == "services":
        service, _, what = field.rpartition("/")
        return words("leaves")[f"service_{what}"].format(what=words("services").get(service, service))
    channel, _, purpose = field.partition("/")
    named = {"channel": words("channels")[channel], "purpose": words("purposes")[purpose]}
    return words("leaves")["consents"].format(**named)


def _kinds(args: list[Any]) -> dict[str, str]:
    names = "、".join(words("kinds").get(kind, kind) for kind in args)
    return {"what": names or words("leaves")["everything"]}


def _over_months(args: list[Any]) -> dict[str, str]:
    return {"n": args[0], "what": words("months")[args[1]]}


def _one_column(args: list[Any]) -> dict[str, str]:
    return {"what": words("months")[args[0]]}


def _path(args: list[Any]) -> dict[str, str]:
    what = args[1] if isinstance(args[1], str) else ""
    return {"path": words("counts")[args[0]], "what": words("channels").get(what, what)}


def _day(args: list[Any]) -> dict[str, str]:
    return {"what": phrase(args[0])}


_PARTS: dict[str, Callable[[list[Any]], dict[str, str]]] = {
    **dict.fromkeys(("avg", "sum", "max", "min"), _over_months),
    **dict.fromkeys(("last", "trend"), _one_column),
    **dict.fromkeys(("count", "most"), _path),
    **dict.fromkeys(("holding_sum", "holding_count"), _kinds),
    **dict.fromkeys(("age", "days_since", "days_until"), _day),
    "events": lambda args: {"what": happening(args[0]), "days": args[1]},
    "latest": lambda args: {"what": words("words")["either"].join(map(happening, args))},
    "open": lambda args: {"what": words("open")[args[0]]},
    "count_months": lambda args: {"n": args[0], "what": comparison(args[1])},
}


def comparison(tree: Tree) -> str:
    """A condition in one line."""
    if not isinstance(tree, list):
        return shown(tree, "")
    name, args = tree[0], tree[1:]
    if name in words("operators"):
        measure = unit(args[0]) or unit(args[1])
        sides = [phrase(arg) if isinstance(arg, list) else shown(arg, measure) for arg in args]
        return f"{sides[0]}{words('operators')[name]}{sides[1]}"
    if name == "in":
        return f"{phrase(args[0])}{words('words')[name]}{'、'.join(shown(one, '') for one in args[1][1:])}"
    if name in ("has", "starts"):
        return f"{phrase(args[0])}{words('words')[name]}{shown(args[1], '')}"
    if name == "known":
        return f"{phrase(args[0])}{words('words')[name]}"
    if name == "not":
        return f"{words('words')[name]}:{comparison(args[0])}"
    if name in ("and", "or"):
        return f"{words('words')[name]}({';'.join(map(comparison, args))})"
    return phrase(tree)
