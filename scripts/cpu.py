"""CPU time of process groups, from Linux's /proc."""

import os
from collections.abc import Mapping
from pathlib import Path

PROC = Path("/proc")


def cpu_seconds(group: int, proc: Path = PROC) -> float:
    """User and system time that the living processes of a group have used, and their children that ended."""
    ticks = 0
    for stat in proc.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == group:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def usage(groups: Mapping[str, int]) -> dict[str, float]:
    """CPU seconds of each group by its name, and of this process as ``client``."""
    own = os.times()
    return {name: cpu_seconds(group) for name, group in groups.items()} | {"client": own.user + own.system}
