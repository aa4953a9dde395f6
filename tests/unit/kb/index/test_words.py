from pathlib import Path

import pytest

from kb.index.words import WordIndex

DOCUMENTS = [["流量", "超出", "收费"], ["流量", "结转"], ["补卡"]]


def test_the_document_with_all_the_words_covers_most() -> None:
    covered = WordIndex.build(DOCUMENTS).coverage(["流量", "结转"])
    assert covered.argmax() == 1
    assert covered[1] > 0.9
    assert covered[2] == 0


def test_words_that_no_document_has_lower_the_coverage() -> None:
    index = WordIndex.build(DOCUMENTS)
    assert index.coverage(["补卡", "天气", "股票"])[2] == pytest.approx(index.coverage(["补卡"])[2] / 3)


@pytest.mark.parametrize("words", [[], ["天气"]])
def test_nothing_is_covered_without_a_known_word(words: list[str]) -> None:
    assert not WordIndex.build(DOCUMENTS).coverage(words).any()


def test_documents_without_words_can_be_indexed() -> None:
    assert not WordIndex.build([[], []]).coverage(["流量"]).any()


def test_it_is_the_same_after_reading_it_back(tmp_path: Path) -> None:
    index = WordIndex.build(DOCUMENTS)
    index.save(tmp_path / "words")
    again = WordIndex.load(tmp_path / "words")
    assert (again.coverage(["流量", "补卡"]) == index.coverage(["流量", "补卡"])).all()
