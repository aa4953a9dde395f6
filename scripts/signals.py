"""Signals that ask to end: ignored while ending, and sent to children whose parent has died."""

import contextlib
import ctypes
import signal
import sys
import threading
from collections.abc import Iterator

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # Linux, see prctl(2)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ignore what asks us to end, as far as this thread may decide that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_parent() -> None:
    """Called in a new child: get SIGTERM from the kernel should the parent be killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
