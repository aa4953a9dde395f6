"""What a correction may depend on: a few flags of the customer and the occasion."""

from collections.abc import Mapping
from math import isnan

TERMS = ("always", "present", "young", "elder", "much_data", "invested")
YOUNG, ELDER = 35, 60
MUCH_MB = 20 * 1024
Flags = tuple[int, ...]


def context(known: Mapping[str, float | str], present: bool) -> Flags:
    """0 or 1 for each of TERMS; ``known`` are the features of ``recsys.models.customers.features``.

    Empty for somebody who does not want personalisation: then only the occasion counts.
    """
    age, data = _number(known, "age"), _number(known, "data_mb")
    invested = any(_number(known, name) > 0 for name in known if name.startswith("holds_"))
    flags = (True, present, 0 < age < YOUNG, age >= ELDER, data >= MUCH_MB, invested)
    return tuple(int(flag) for flag in flags)


def _number(known: Mapping[str, float | str], name: str) -> float:
    value = known.get(name, 0.0)
    return 0.0 if isinstance(value, str) or isnan(value) else value
