"""Shares of a population as bounds, counted by hand."""

import pytest

from recsys.segments.bounds import Measured, TooFew, bounds
from recsys.tags.definition import definitions


def test_a_hundred_customers_with_1_to_100_yuan_make_a_pyramid_of_1_4_15_and_80() -> None:
    counted = [(float(yuan), 1) for yuan in range(1, 101)]
    assert bounds(counted, (20, 5, 1)) == [81, 96, 100]


def test_equals_stay_together_and_a_part_never_grows_beyond_its_share() -> None:
    """Five have 100: the top 20 % of ten are two, so none of the five may be in it."""
    assert bounds([(100.0, 5), (50.0, 3), (10.0, 2)], (20,)) == [101]
    assert bounds([(100.0, 5), (50.0, 3), (10.0, 2)], (50,)) == [100]
    assert bounds([(100.0, 5), (50.0, 3), (10.0, 2)], (80,)) == [50]


def test_people_who_are_all_alike_cannot_be_divided() -> None:
    with pytest.raises(TooFew, match="10 customers fall into fewer parts than 4"):
        bounds([(100.0, 10)], (20, 5, 1))


def test_the_new_bounds_stand_in_the_rule_and_nothing_else_changes() -> None:
    tag = definitions().by_key["value_pyramid"].tag
    proposed = Measured(tag, 100, (), (81, 96, 100)).proposed
    assert proposed.rule == [*tag.rule[:2], ["list", 81, 96, 100], tag.rule[3]]
    assert proposed.model_copy(update={"rule": tag.rule}) == tag
