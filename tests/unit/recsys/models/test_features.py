"""Which columns are used, and how they look to the trees."""

import numpy as np
import pytest

from recsys.models.features import choose_features, matrix, shown
from recsys.models.leakage import alone
from recsys.models.table import DataError, Table
from recsys.models.totals import totals
from tests.unit.recsys.models.subscribers import subscribers

TABLE = subscribers()
LABELS = (TABLE.columns["left"] == "yes").astype(np.int64)
COLUMNS = TABLE.without(["left"])


def test_identifiers_and_constants_are_left_out_with_their_reason() -> None:
    used, out = choose_features(COLUMNS, LABELS)
    assert [feature.name for feature in used] == ["months", "contract", "over"]
    assert {item.name: item.why for item in out} == {"id": "identifier", "country": "constant"}


def test_a_column_that_tells_the_target_is_left_out_unless_it_is_kept() -> None:
    told = Table({**COLUMNS.columns, "cancelled_on": np.where(LABELS == 1, 20261101.0, np.nan)})
    _, out = choose_features(told, LABELS)
    assert {"cancelled_on": "leak"}.items() <= {item.name: item.why for item in out}.items()
    used, _ = choose_features(told, LABELS, keep=["cancelled_on"])
    assert "cancelled_on" in [feature.name for feature in used]


def test_a_row_counter_is_no_feature() -> None:
    numbered = Table({"x": COLUMNS.columns["months"], "row_id": np.arange(len(LABELS)) + 100.0})
    _, out = choose_features(numbered, LABELS)
    assert [(item.name, item.why) for item in out] == [("row_id", "order")]


def test_one_column_alone_is_judged_whatever_the_shape_of_its_effect() -> None:
    x = np.linspace(-1, 1, 2000)
    assert alone(x, (np.abs(x) > 0.5).astype(np.int64)) > 0.97
    words = np.array([f"w{i}" for i in range(2000)], dtype=object)
    assert alone(words, (x > 0.3).astype(np.int64)) == 0.5


def test_unknown_and_rare_words_are_one_category_and_gaps_stay_gaps() -> None:
    used, _ = choose_features(COLUMNS, LABELS)
    new = Table(
        {
            "months": np.array([3.0, np.nan]),
            "contract": np.array(["never heard of", ""], dtype=object),
            "over": np.array([1.0, 2.0]),
        }
    )
    x = matrix(new, used)
    assert shown(used[1], x[0, 1]) == "(其他)" and shown(used[1], x[1, 1]) is None
    assert np.isnan(x[1, 0])


def test_a_table_without_a_trained_column_is_refused() -> None:
    used, _ = choose_features(COLUMNS, LABELS)
    with pytest.raises(DataError, match="lacks the column 'over'"):
        matrix(COLUMNS.without(["over"]), used)


def test_like_named_columns_have_a_total_but_units_are_not_added() -> None:
    names = [
        "total_day_charge",
        "total_eve_charge",
        "total_night_charge",
        "total_day_calls",
        "total_day_minutes",
    ]
    assert totals(names) == {"total_*_charge": tuple(names[:3])}
