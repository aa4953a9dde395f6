import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.catalogue.load import Catalogue
from kb.index.build import NothingToIndexError, build_index
from kb.index.document import Document
from kb.index.from_catalogue import documents_of
from kb.index.score import Calibration
from kb.index.store import version_folder
from tests.unit.kb.conftest import BigramEncoder


def content(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_documents_in_any_order_give_the_same_bytes(
    catalogue: Catalogue, encoder: BigramEncoder, calibration: Calibration, tmp_path: Path
) -> None:
    documents = documents_of(catalogue)
    first = build_index(documents, tmp_path / "a", encoder, ["彩铃"], calibration)
    second = build_index(documents[::-1], tmp_path / "b", BigramEncoder(), ["彩铃"], calibration)
    assert first == second
    assert content(version_folder(tmp_path / "a", first)) == content(version_folder(tmp_path / "b", second))


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Hash seeds differ between processes, so nothing may depend on the order of a set."""
    code = (
        "import sys; from pathlib import Path; from tests.unit.kb.conftest import BigramEncoder, MINI\n"
        "from kb.catalogue.load import load_catalogue; from kb.index.from_catalogue import documents_of\n"
        "from kb.index.build import build_index; from kb.index.score import Calibration\n"
        "calibration = Calibration('bigrams', (1, 0, 1, 1, 0, 0, 0, 0), -1, 0.5, '')\n"
        "documents = documents_of(load_catalogue(MINI))\n"
        "print(build_index(documents, Path(sys.argv[1]), BigramEncoder(), ['b', 'a'], calibration))\n"
    )
    built = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        built.append(content(version_folder(tmp_path / seed, done.stdout.strip())))
    assert built[0] == built[1]


def test_only_changed_documents_are_embedded_again(
    make_document: Callable[..., Document], encoder: BigramEncoder, calibration: Calibration, tmp_path: Path
) -> None:
    documents = [make_document(f"d{number}", f"第{number}个问题") for number in range(5)]
    before = build_index(documents, tmp_path, encoder, calibration=calibration)
    assert len(encoder.embedded) == 5
    documents[2] = make_document("d2", "改过的问题")
    after = build_index(documents, tmp_path, encoder, calibration=calibration)
    assert encoder.embedded[5:] == ["改过的问题"]
    assert before != after


def test_building_the_same_again_embeds_nothing(
    make_document: Callable[..., Document], encoder: BigramEncoder, calibration: Calibration, tmp_path: Path
) -> None:
    for _ in range(2):
        build_index([make_document("d")], tmp_path, encoder, calibration=calibration)
    assert len(encoder.embedded) == 1


def test_nothing_on_disk_is_a_pickle(mini_index: Path) -> None:
    for name, data in content(mini_index).items():
        assert not data.startswith((b"\x80\x03", b"\x80\x04", b"\x80\x05")), name
        assert not name.endswith((".pkl", ".pickle")), name
        assert b"|O" not in data[:128], f"{name} is an array of objects"


def test_an_empty_knowledge_base_is_refused(encoder: BigramEncoder, tmp_path: Path) -> None:
    with pytest.raises(NothingToIndexError):
        build_index([], tmp_path, encoder)
