import pytest

from scripts.quality.accuracy import (
    Answer,
    Question,
    false_fallback,
    macro_f1,
    out_of_scope,
    quantile,
    share_right,
    sure,
    tallies,
)


def answer(wanted: str, found: str, labelled: int = 3) -> Answer:
    return Answer(Question(2, "…", wanted, labelled), found, found, 0.9, 0.02)


def test_unsure_labels_do_not_count() -> None:
    asked = [answer("ask_bill", "ask_bill"), answer("ask_bill", "top_up", labelled=1)]
    assert sure(asked) == asked[:1]


def test_not_understanding_counts_as_out_of_scope_and_only_as_that() -> None:
    asked = [answer("out_of_scope", "nlu_fallback"), answer("ask_bill", "nlu_fallback")]
    assert out_of_scope(asked) == 1.0
    assert share_right(asked) == 0.5


def test_an_intent_is_judged_by_what_was_asked_and_by_what_was_named() -> None:
    asked = [answer("ask_bill", "ask_bill"), answer("ask_bill", "top_up"), answer("top_up", "top_up")]
    bill, top_up = tallies(asked)
    assert (bill.intent, bill.recall, bill.precision) == ("ask_bill", 0.5, 1.0)
    assert (top_up.recall, top_up.precision, top_up.f1) == (1.0, 0.5, pytest.approx(2 / 3))


def test_every_intent_weighs_the_same_in_macro_f1() -> None:
    often = [answer("ask_bill", "ask_bill")] * 8
    assert macro_f1([*often, answer("top_up", "ask_bill")]) == pytest.approx((2 * 8 / 17 + 0) / 2)


def test_only_questions_in_scope_are_lost_to_fallback() -> None:
    asked = [
        answer("out_of_scope", "nlu_fallback"),
        answer("top_up", "top_up"),
        answer("ask_bill", "nlu_fallback"),
    ]
    assert false_fallback(asked) == 0.5


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)])
def test_quantiles_are_values_that_occurred(share: float, value: float) -> None:
    assert quantile([float(n) for n in range(1, 101)], share) == value


def test_a_single_value_is_every_quantile() -> None:
    assert quantile([7.0], 0.99) == 7.0
