"""The tag definitions as Markdown tables, for docs/tags.md."""

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from recsys.tags.definition import Compiled, Definitions
from recsys.tags.schema import COMPANY, Group

HEAD = Path(__file__).parent / "head.md"
NAMES = ("tag", "title", "meaning", "kind", "owner", "purpose", "changes with", "ends")
COLUMNS = f"| {' | '.join(NAMES)} |\n{'|---' * len(NAMES)}|\n"


def markdown(defs: Definitions) -> str:
    """The page: what tags are, then a table per group."""
    parts = [HEAD.read_text("utf-8")]
    for group in get_args(Group):
        items = [item for item in defs.by_key.values() if item.tag.group == group]
        rows = "".join(_row(item) for item in sorted(items, key=lambda item: item.tag.key))
        parts.append(f"## {group} ({len(items)})\n\n{COLUMNS}{rows}")
    return "\n".join(parts)


def _row(item: Compiled) -> str:
    tag = item.tag
    marks = ("🔒" if tag.sensitive else "", f"🏢 {tag.level}" if tag.level != COMPANY else "")
    title = " ".join(part for part in (tag.title, *marks) if part)
    cells = (tag.meaning, tag.kind, tag.owner, tag.purpose, _changes(item), _ends(item))
    return f"| `{tag.key}` | {title} | {' | '.join(cells)} |\n"


def _changes(item: Compiled) -> str:
    if item.tag.follows:
        return _events([*item.reads, *(["time"] if item.timed else [])])
    return _events(trigger.event for trigger in item.tag.set_by) or "tag.set"


def _ends(item: Compiled) -> str:
    tag = item.tag
    parts = [_events(trigger.event for trigger in tag.cleared_by)]
    if tag.half_life_days:
        parts.append(f"halves every {tag.half_life_days:g} days")
    if tag.expires_after_days:
        parts.append(f"after {tag.expires_after_days} days")
    if tag.follows:
        parts.append("with its rule")
    return ", ".join(part for part in parts if part) or "tag.cleared"


def _events(names: Iterable[str]) -> str:
    """Each once, in order."""
    return ", ".join(dict.fromkeys(names))
