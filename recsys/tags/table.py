"""The tag definitions as a Markdown table, for docs/tags.md."""

from collections.abc import Iterable

from recsys.tags.definition import Compiled, Definitions

HEAD = """# Tags

Written by `python -m recsys tags --table`; a test compares it with `recsys/tags/definitions/*.yml`.
A tag marked 🔒 is sensitive: it exists only with the customer's separate consent.

| tag | title | group | kind | set by | ends |
|---|---|---|---|---|---|
"""


def markdown(defs: Definitions) -> str:
    """One row per tag, by group and key."""
    items = sorted(defs.by_key.values(), key=lambda item: (item.tag.group, item.tag.key))
    return HEAD + "".join(map(_row, items))


def _row(item: Compiled) -> str:
    tag = item.tag
    lock = " 🔒" if tag.sensitive else ""
    set_by = _events(trigger.event for trigger in tag.set_by) or "tag.set"
    return f"| `{tag.key}`{lock} | {tag.title} | {tag.group} | {tag.kind} | {set_by} | {_ends(item)} |\n"


def _ends(item: Compiled) -> str:
    tag = item.tag
    parts = [_events(trigger.event for trigger in tag.cleared_by)]
    if tag.half_life_days:
        parts.append(f"halves every {tag.half_life_days:g} days")
    if tag.expires_after_days:
        parts.append(f"after {tag.expires_after_days} days")
    if tag.days_before:
        parts.append(f"holds for the last {tag.days_before} days before the date")
    if tag.kind in ("fact", "rule") and not any(parts):
        parts.append("when the rule no longer holds")
    return ", ".join(part for part in parts if part)


def _events(names: Iterable[str]) -> str:
    """Each once, in order."""
    return ", ".join(dict.fromkeys(names))
