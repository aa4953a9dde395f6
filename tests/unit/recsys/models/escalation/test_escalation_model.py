"""What the learned model says about messages and histories, and that the shipped weights are whole."""

import json
from pathlib import Path

import pytest

from recsys.engine import Engine
from recsys.models.escalation.examples import Example, examples
from recsys.models.escalation.training import as_json, cross_validate, fit_escalation
from recsys.service.escalation import escalation
from recsys.service.escalation_model import escalation_model, judge
from recsys.service.past import Past, past_of
from recsys.service.ticket import open_ticket
from tests.fixtures.stores import NOW

WORN = Past(complaints=3, open=1, week=5, handoffs=2)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("销户要带什么证件", "low"),  # the list of words takes fright here
        ("我想了解一下法院附近的营业厅", "low"),
        ("你好呀", "low"),
        ("我想投诉一下", "medium"),
        ("怎么又多扣我钱了", "medium"),
        ("今天不给我说法我就发微博", "high"),  # no word of the list
        ("我要去工信部告你们", "high"),
    ],
)
def test_messages_that_it_has_not_seen(text: str, level: str) -> None:
    assert text not in {one.text for one in examples()}
    assert escalation([text]).level == level


def test_the_same_words_weigh_more_after_such_a_history() -> None:
    fresh, worn = escalation(["你们到底管不管"]), escalation(["你们到底管不管"], WORN)
    assert (fresh.level, worn.level) == ("medium", "high")
    assert worn.signs[-4:] == ("近90天投诉3次", "有1件未办结", "7天内联系5次", "7天内要求人工2次")


def test_a_calm_question_stays_calm_after_two_complaints() -> None:
    assert escalation(["查一下这个月的话费"], Past(complaints=2)).level == "low"


def test_the_most_worrying_of_the_latest_messages_counts() -> None:
    assert escalation(["我要去工信部告你们", "好的"]).level == "high"
    assert escalation(["我要去工信部告你们", *["好的"] * 5]).level == "low"


def test_there_are_more_than_three_hundred_examples_none_twice() -> None:
    found = list(examples())
    assert len(found) > 300 and len(set(found)) == len(found)
    assert {one.level for one in found} == {"low", "medium", "high"}


def test_on_messages_it_has_not_seen_it_beats_the_list_of_words() -> None:
    rules, learned = cross_validate(list(examples()))
    assert learned.auc > 0.88 > 0.65 > rules.auc
    assert learned.recall > rules.recall + 0.3 and learned.right > rules.right + 0.2


def test_weights_survive_their_file(tmp_path: Path) -> None:
    known = [Example(f"{word}{i}", Past(), level) for i in range(5) for word, level in _WORDS]
    model = fit_escalation(known)
    path = tmp_path / "weights.json"
    path.write_text(as_json(model), "utf-8")
    again = escalation_model(path)
    assert again == model and set(json.loads(path.read_text("utf-8"))) >= {
        "grams",
        "past",
        "signs",
        "version",
    }
    assert judge(again, "告你", Past(), "low").chances["high"] > 0.5


def test_the_past_is_counted_from_tickets_and_events(engine: Engine) -> None:
    before = past_of(engine, "c000002", NOW)
    open_ticket(engine, "c000002", "dispute", "多扣费", key="k", channel="app", now=NOW)
    assert past_of(engine, "c000002", NOW) == Past(
        before.complaints, before.open + 1, before.week, before.handoffs
    )


_WORDS = (("你好", "low"), ("太慢", "medium"), ("告你", "high"))
