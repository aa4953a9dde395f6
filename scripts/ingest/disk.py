"""How long the disk takes to keep a few bytes: no call that waits for it can be faster."""

import os
import time
from pathlib import Path

FLUSHES, BYTES, PAUSE_S = 400, 8192, 0.01


def flush_p99(folder: Path) -> float:
    """Milliseconds, the 99th percentile of writes of 8 KB that are flushed one by one."""
    path, times = folder / "flush.bin", []
    with path.open("wb", buffering=0) as file:
        for _ in range(FLUSHES):
            file.write(bytes(BYTES))
            started = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - started) * 1000)
            time.sleep(PAUSE_S)
    path.unlink()
    return sorted(times)[int(FLUSHES * 0.99)]
