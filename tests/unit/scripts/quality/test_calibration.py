import xml.etree.ElementTree as ElementTree

import pytest

from scripts.quality.accuracy import Answer, Question
from scripts.quality.calibration import Bin, bins, calibration_error, error, plot


def guess(certainty: float, right: bool, found: str = "ask_bill") -> Answer:
    return Answer(Question(2, "…", "ask_bill" if right else "top_up"), found, "ask_bill", certainty, 0.0)


def test_guesses_are_binned_by_their_probability() -> None:
    found = bins([guess(0.62, right=True), guess(0.68, right=False), guess(1.0, right=True)])
    assert found == [Bin(2, pytest.approx(0.65), 0.5), Bin(1, 1.0, 1.0)]


def test_the_error_is_the_mean_distance_weighed_by_count() -> None:
    assert error([Bin(3, 0.9, 0.7), Bin(1, 0.5, 0.9)]) == pytest.approx(0.75 * 0.2 + 0.25 * 0.4)


def test_who_says_half_and_is_right_half_the_time_makes_no_error() -> None:
    assert calibration_error([guess(0.5, right=True), guess(0.5, right=False)]) == 0.0


def test_a_guess_below_the_threshold_still_counts_as_a_guess() -> None:
    assert calibration_error([guess(0.2, right=True, found="nlu_fallback")]) == pytest.approx(0.8)


def test_the_plot_is_a_picture_with_a_dot_per_bin() -> None:
    picture = ElementTree.fromstring(plot({"ours": [Bin(3, 0.9, 0.7), Bin(1, 0.5, 0.9)]}))
    dots = [node for node in picture if node.tag.endswith("circle")]
    assert [(dot.get("cx"), dot.get("cy")) for dot in dots] == [("328.0", "136.0"), ("200.0", "72.0")]
