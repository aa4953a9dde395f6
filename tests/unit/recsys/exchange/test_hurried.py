"""Files as a hurried marketer has them: what can only be meant in one way is understood, the rest is told."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from kb.catalogue.load import load_catalogue
from recsys.exchange.check import Checked, check
from recsys.exchange.rows import ROWS, CustomerRow, HoldingRow
from recsys.exchange.table_file import TableFileError, read_rows
from recsys.exchange.titles import FILE, titles
from recsys.exchange.written import day, fen, month, number

CATALOGUE = load_catalogue(Path("kb/data"))
PRODUCT = next(iter(CATALOGUE.wealth))
Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return saved


def checked(kind: str, path: Path) -> Checked:
    columns, cells = read_rows(path)
    return check(kind, columns, cells, CATALOGUE, {"x1", "x2"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_chinese_headings_in_every_encoding_with_every_separator(
    save: Save, encoding: str, separator: str, bom: str
) -> None:
    lines = [
        ["客户编号", " 姓名 ", "手机号", "归属地", "性别", "出生日期"],
        ["x１", "吴奶奶", "138-0013 8000", "CN-GD", "女", "1950/1/5"],
    ]
    text = bom + "".join(separator.join(line) + "\r\n" for line in lines)
    found = checked("customers", save(text, encoding))
    assert found.faults == []
    assert found.rows == [
        CustomerRow(
            customer_id="x1",
            name="吴奶奶",
            phone="13800138000",
            region="CN-GD",
            gender="female",
            born=date(1950, 1, 5),
        )
    ]


def test_an_amount_counts_in_the_unit_that_stands_behind_it(save: Save) -> None:
    head = "客户编号,产品编号,金额,购买日期\n"
    rows = f'{head}x1,{PRODUCT},"1,234.50元",20260105\nx2,{PRODUCT},５万元,2026年1月5日\n'
    found = checked("holdings", save(rows))
    assert found.faults == []
    assert [row.amount for row in found.rows if isinstance(row, HoldingRow)] == [123_450, 5_000_000]


@pytest.mark.parametrize(
    ("read", "text", "meant"),
    [
        (day, "2026/1/5", "2026-01-05"),
        (day, "２０２６．１．５", "2026-01-05"),
        (day, "2026-01-05 00:00:00", "2026-01-05"),
        (day, "1/5/2026", "1/5/2026"),
        (day, "46027", "46027"),
        (month, "202601", "2026-01"),
        (month, "2026年1月", "2026-01"),
        (number, "1,234", "1234"),
        (number, "1,23", "1,23"),
        (fen, "¥100元", "10000"),
        (fen, "0.015元", "0.015元"),
        (fen, "1234.50", "1234.50"),
    ],
)
def test_only_what_has_one_meaning_is_rewritten(read: Callable[[str], str], text: str, meant: str) -> None:
    assert read(text) == meant


def test_each_fault_says_how_it_should_be_written(save: Save) -> None:
    rows = (
        "customer_id,product_id,amount,since\n"
        f"x1,{PRODUCT},1234.50,2026-01-05\n"
        f"x1,{PRODUCT},100,1/5/2026\n"
        f"x1,,100,2026-01-05\n"
        f"x1,{PRODUCT},0,2026-01-06\n"
    )
    assert [(fault.row, fault.problem) for fault in checked("holdings", save(rows)).faults] == [
        (2, "is no amount of fen: 123450, or 1234.50元 with its unit"),
        (3, "is no day like 2026-01-05"),
        (4, "is missing"),
        (5, "must be 1 or more"),
    ]


def test_a_phone_number_that_a_spreadsheet_shortened_is_told(save: Save) -> None:
    found = checked("customers", save("customer_id,name,phone,region\nx1,吴奶奶,1.38E+10,CN-GD\n"))
    assert "format the column as text" in found.faults[0].problem


@pytest.mark.parametrize(
    ("start", "told"),
    [(b"PK\x03\x04", "Excel workbook"), (b"\xd0\xcf\x11\xe0", "old Excel"), (b"PAR1", ".parquet")],
)
def test_something_else_under_the_name_of_a_csv_is_named(tmp_path: Path, start: bytes, told: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(start + bytes(100))
    with pytest.raises(TableFileError, match=told):
        read_rows(path)


def test_a_column_twice_no_rows_and_rows_in_pieces_are_told(save: Save) -> None:
    twice = checked("usage", save("customer_id,month,data_mb,流量MB\nx1,2026-01,1,2\n"))
    assert [fault.problem for fault in twice.faults] == ["stands twice in the header"]
    assert "nothing" in checked("usage", save("customer_id,month,data_mb\n\n")).faults[0].problem
    with pytest.raises(TableFileError, match="row 2 has 2 cells"):
        checked("usage", save("customer_id,month,data_mb\nx1,2026-01\n"))


def test_no_heading_means_two_columns() -> None:
    told = yaml.safe_load(FILE.read_text("utf-8"))
    assert sum(len({column, *words}) for column, words in told.items()) == len(titles())
    assert set(told) <= {name for row in ROWS.values() for name in row.model_fields}
