"""Memory of process groups, from Linux's /proc; and whether it stays as it is."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

PROC = Path("/proc")
GROWS = 1.10  # late over early; beyond it something is kept that should not be
PART = 5  # early is the second fifth of the samples, late the last: the first fifth warms up


def resident_mb(group: int, proc: Path = PROC) -> float:
    """Memory that the living processes of a group hold, in MB."""
    pages = 0
    for stat in proc.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == group:
            pages += int(fields[21])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def resident(groups: Mapping[str, int]) -> dict[str, float]:
    """Of each group by its name."""
    return {name: resident_mb(group) for name, group in groups.items()}


def growth(samples: Sequence[float]) -> float:
    """Late over early, 1 for flat; from samples at even distances of work, at least five."""
    fifth = len(samples) // PART
    if not fifth:
        raise ValueError(f"{len(samples)} samples are too few to see growth")
    return median(samples[-fifth:]) / median(samples[fifth : 2 * fifth])
