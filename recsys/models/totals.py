"""Totals of like-named columns: ``day_charge``, ``night_charge``, ``abroad_charge`` → ``*_charge``.

Trees split on one column at a time and approach a sum only slowly, yet what a month cost in all is what
people act upon.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

FEWEST = 3


def totals(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Name of each total → its columns: three or more names that differ in one word, never in the last.

    The last word is usually the unit (minutes, charge), and units cannot be added.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        words = re.split(r"([_.])", name)
        for position in range(0, len(words) - 1, 2):
            groups["".join([*words[:position], "*", *words[position + 1 :]])].append(name)
    return {pattern: tuple(found) for pattern, found in groups.items() if len(found) >= FEWEST}
