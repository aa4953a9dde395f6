"""The leaves of rules as closures, by what they look at."""

from collections.abc import Callable

from recsys.tags.leaves import facts, happenings, holdings, months
from recsys.tags.leaves.leaf import Leaf

BUILDERS: dict[str, Callable[..., Leaf]] = {
    **facts.BUILDERS,
    **months.BUILDERS,
    **happenings.BUILDERS,
    **holdings.BUILDERS,
}
