import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.document import Document, DocumentError, document_of, passages, read_documents


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_a_document_file_is_read(tmp_path: Path) -> None:
    meta = {"channels": ["app"], "aliases": ["补卡"], "source": "手册", "version": 3}
    line = {"id": "a", "kind": "faq", "title": "丢卡", "text": "去营业厅补卡。", "meta": meta}
    (document,) = read_documents(write(tmp_path / "docs.jsonl", line))
    assert (document.names, document.source, document.version) == (("丢卡", "补卡"), "手册", "3")
    assert document.passages == ("丢卡", "丢卡\n去营业厅补卡。")


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "docs.jsonl", {"id": "a", "kind": "faq", "title": "x", "text": "y"}, {"id": "b"})
    with pytest.raises(DocumentError, match=r"docs.jsonl:2: needs id, kind, title, text"):
        read_documents(path)


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    line = {"id": "a", "kind": "faq", "title": "x", "text": "y"}
    with pytest.raises(DocumentError, match=r":2: id 'a' is used twice"):
        read_documents(write(tmp_path / "docs.jsonl", line, line))


def test_a_long_text_becomes_passages_of_whole_sentences_under_its_title() -> None:
    found = passages("退订", "第一步打开菜单。" * 60)
    assert len(found) == 2
    assert all(passage.startswith("退订\n") and passage.endswith("。") for passage in found)


@given(st.text(), st.text(max_size=2000))
def test_no_word_of_a_text_is_lost_in_its_passages(title: str, text: str) -> None:
    joined = "".join(passages(title, text))
    assert set("".join(text.split())) <= set(joined)


def test_a_document_survives_being_written(make_document: Callable[..., Document]) -> None:
    document = make_document("a", meta={"refs": ["b"]}, names=("甲", "乙"))
    assert document_of(document.line()) == document
