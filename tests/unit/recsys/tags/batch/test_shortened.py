"""A shortened rule looks at less and says the same; that it does is proved in `test_engines`."""

from recsys.tags.batch.shortened import shortened

COMPLAINTS, FAULTS = ["events", "complaint.raised", 90], ["events", "fault.reported", 30]
BORN = ["fact", "profile", "born"]


def test_whether_anything_happened_needs_no_count() -> None:
    either = ["or", ["happened", "complaint.raised", 90], ["happened", "fault.reported", 30]]
    assert shortened([">", ["+", COMPLAINTS, FAULTS], 0]) == either
    assert shortened(["=", ["+", COMPLAINTS, FAULTS], 0]) == ["not", either]
    assert shortened([">=", COMPLAINTS, 1]) == ["or", ["happened", "complaint.raised", 90]]


def test_how_often_something_happened_is_counted() -> None:
    for rule in ([">", COMPLAINTS, 1], [">=", COMPLAINTS, 0], [">", ["+", COMPLAINTS, ["months"]], 0]):
        assert shortened(rule) == rule


def test_days_are_compared_as_dates() -> None:
    assert shortened(["<=", ["days_since", BORN], 30]) == ["on", BORN, ">=", -30]
    assert shortened(["<", ["days_until", BORN], 7]) == ["on", BORN, "<", 7]
    assert shortened(["band", ["days_since", BORN], ["list", 8], ["list", "新", "旧"]]) == [
        "case",
        [["on", BORN, ">", -8], "新"],
        [["known", BORN], "旧"],
    ]


def test_half_a_day_and_a_day_beyond_the_calendar_stay_numbers() -> None:
    for days in (0.5, 10**9):
        rule = ["<=", ["days_since", BORN], days]
        assert shortened(rule) == rule


def test_branches_and_operands_are_shortened_too() -> None:
    rule = ["case", [["not", [">", COMPLAINTS, 0]], [">", FAULTS, 0]]]
    assert shortened(rule) == [
        "case",
        [["not", ["or", ["happened", "complaint.raised", 90]]], ["or", ["happened", "fault.reported", 30]]],
    ]
