"""The collector of cyclic garbage looks at all that lives, again and again; bulk work need not."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 10_000  # new objects until it looks at them
ROUNDS = 20  # until it looks at older ones too


def spare_loaded() -> None:
    """What is loaded by now stays to the end: leave it alone, and look less often at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AT_ONCE, ROUNDS, ROUNDS)


@contextmanager
def paused() -> Iterator[None]:
    """It does not look meanwhile; for short work that makes much and drops nothing, such as a large query."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
