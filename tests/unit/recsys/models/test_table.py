"""Any usual table is read; what cannot be read is named."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys.models.table import DataError, is_number, read_table, words_or_numbers


def test_blank_cells_of_a_number_are_missing_and_the_column_stays_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("charge,plan\n29.85,云花卡\n ,云花卡\n1889.5,云享卡\n", "utf-8")
    table = read_table(path)
    assert is_number(table.columns["charge"]) and np.isnan(table.columns["charge"][1])
    assert list(table.columns["plan"]) == ["云花卡", "云花卡", "云享卡"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_separator_and_encoding_are_found_out(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"月费{separator}流失\n39{separator}是\n59{separator}否\n", encoding)
    table = read_table(path)
    assert list(table.columns["月费"]) == [39, 59] and list(table.columns["流失"]) == ["是", "否"]


def test_parquet_keeps_gaps_booleans_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    day = pa.array([0, 31], pa.date32())
    pq.write_table(pa.table({"n": [1, None], "b": [True, False], "d": day, "w": ["x", None]}), path)
    columns = read_table(path).columns
    assert np.isnan(columns["n"][1]) and list(columns["b"]) == [1, 0]
    assert list(columns["d"]) == [0, 31] and list(columns["w"]) == ["x", ""]


def test_grouped_thousands_and_percents_are_numbers_but_a_list_is_not() -> None:
    assert list(words_or_numbers(["1,234.5", "12%", "7"])) == [1234.5, 0.12, 7]
    assert list(words_or_numbers(["1,2", "3"])) == ["1,2", "3"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "x,y\n", "no rows"),
        ("a.csv", "x,y\n1,2\n1,2,3\n", "cannot be read as a table"),
        ("a.csv", "x,x\n1,2\n", "two columns have the name 'x'"),
        ("a.parquet", "x,y\n1,2\n", "not a Parquet file"),
        ("a.xlsx", "x,y\n1,2\n", "use .csv, .tsv or .parquet"),
    ],
)
def test_what_is_not_a_table_is_named(tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(DataError, match=says):
        read_table(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_table(tmp_path / "gone.csv")
