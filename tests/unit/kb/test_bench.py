from kb.bench import Speed, measure
from tests.unit.kb.conftest import MINI


def test_the_bench_asks_every_question_of_as_many_documents_as_wanted() -> None:
    speed = measure(documents=60, data=MINI)
    assert speed.documents == 60
    assert speed.searches > 400
    assert 0 < speed.embedding_p50 < speed.p50 <= speed.p99


def test_a_slow_search_is_over_the_bar() -> None:
    assert Speed(10, 10, 5, 25.0, 4, 9).within_bar
    assert not Speed(10, 10, 5, 25.1, 4, 9).within_bar
    assert "OVER the bar of 25 ms" in Speed(10, 10, 5, 25.1, 4, 9).line()
