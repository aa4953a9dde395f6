import pytest

from scripts.accuracy import Answer, false_fallback, macro_f1, quantile, report, scores


def answer(wanted: str, found: str, confidence: int = 3) -> Answer:
    return Answer("…", wanted, confidence, found, 0.02)


def test_unsure_labels_do_not_count() -> None:
    assert scores([answer("ask_bill", "ask_bill"), answer("ask_bill", "top_up", 1)])["accuracy"] == 1.0


def test_not_understanding_counts_as_out_of_scope_and_only_as_that() -> None:
    found = scores([answer("out_of_scope", "nlu_fallback"), answer("ask_bill", "nlu_fallback")])
    assert found == {"accuracy": 0.5, "out_of_scope": 1.0}


def test_the_report_names_missed_bars_and_confusions() -> None:
    said = report([answer("ask_bill", "dispute_bill"), answer("out_of_scope", "out_of_scope")])
    assert "accuracy                   50.0%   bar 72% MISSED" in said
    assert "bar 75% reached" in said
    assert "1 ask_bill → dispute_bill" in said


def test_every_intent_weighs_the_same_in_macro_f1() -> None:
    often = [answer("ask_bill", "ask_bill")] * 8
    assert macro_f1([*often, answer("top_up", "ask_bill")]) == pytest.approx((2 * 8 / 17 + 0) / 2)


def test_only_questions_in_scope_are_lost_to_fallback() -> None:
    asked = [
        answer("ask_bill", "nlu_fallback"),
        answer("top_up", "top_up"),
        answer("out_of_scope", "nlu_fallback"),
    ]
    assert false_fallback(asked) == 0.5


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)])
def test_quantiles_are_values_that_occurred(share: float, value: float) -> None:
    assert quantile([float(n) for n in range(1, 101)], share) == value


def test_a_single_value_is_every_quantile() -> None:
    assert quantile([7.0], 0.99) == 7.0
