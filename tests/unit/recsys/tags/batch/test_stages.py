"""What several rules look at is computed once."""

from recsys.tags.batch.stages import stages

SPENT, DATA = ["avg", 3, "total"], ["avg", 3, "data_mb"]
RATIO = ["/", SPENT, DATA]


def test_what_two_rules_look_at_is_shared() -> None:
    assert stages([[">", SPENT, 1], ["<", SPENT, 9]]) == [[SPENT]]


def test_what_stands_only_within_a_shared_part_is_not_shared_itself() -> None:
    difference = ["-", SPENT, DATA]
    assert stages([[">", difference, 1], ["<", difference, 9]]) == [[difference]]


def test_a_part_comes_after_those_that_it_rests_on() -> None:
    assert stages([[">", RATIO, 1], ["<", RATIO, 9], [">", SPENT, 5]]) == [[SPENT, DATA], [RATIO]]


def test_columns_and_constants_are_not_shared_and_rules_used_once_neither() -> None:
    assert (
        stages(
            [
                ["=", ["fact", "profile", "job"], "教师"],
                ["in", ["fact", "profile", "job"], ["list", "a"]],
                True,
            ]
        )
        == []
    )


def test_one_and_true_and_a_whole_fraction_are_different() -> None:
    assert stages([[">", ["months"], value] for value in (1, 1.0, True)]) == []
