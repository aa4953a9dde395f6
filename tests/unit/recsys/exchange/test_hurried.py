"""Files as a hurried marketer has them: what can only be meant in one way is understood, the rest is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from kb.catalogue.load import load_catalogue
from recsys.exchange.check import Checked, check
from recsys.exchange.rows import ROWS, ContactRow, CustomerRow, HoldingRow
from recsys.exchange.table_file import TableFileError, read_rows
from recsys.exchange.titles import FILE, titles
from recsys.exchange.written import day, fen, month, number

CATALOGUE = load_catalogue(Path("kb/data"))
ZONE = ZoneInfo("Asia/Shanghai")
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
    return check(kind, columns, cells, CATALOGUE, {"x1", "x2"}, ZONE)


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


def test_a_time_from_a_spreadsheet_is_the_customers_and_channels_may_be_chinese(save: Save) -> None:
    head = "客户编号,时间,接触类型,渠道,业务类型,结果,内容\n"
    found = checked("contacts", save(f"{head}x1,2026/10/1 9:30,咨询,热线,话费,已答复,你好\n", "gb18030"))
    assert found.faults == []
    row = found.rows[0]
    assert isinstance(row, ContactRow)
    assert (row.at.astimezone(UTC), row.channel) == (datetime(2026, 10, 1, 1, 30, tzinfo=UTC), "hotline")


def test_a_time_that_a_machine_wrote_without_its_zone_is_not_guessed(save: Save) -> None:
    head = "customer_id,at,kind,channel,business_type,result,content\n"
    rows = "".join(
        f"x1,{at},咨询,hotline,话费,已答复,你好\n" for at in ("2026-10-01T09:30:00", "2026/13/1 9:30")
    )
    assert [(fault.row, fault.problem) for fault in checked("contacts", save(head + rows)).faults] == [
        (2, "needs its zone: 2026-01-05T09:30:00+08:00"),
        (3, "is no time like 2026-01-05T09:30:00+08:00"),
    ]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("4.40101E+17", "shortened"),
        ("440101195005010000", "15 digits"),  # what a spreadsheet keeps of …0017
        ("110105194912310021", "15 digits"),
        ("123", "5 characters"),
        ("11010519491231002X", None),  # the example of the standard
        ("11010519491231002x", None),
        ("E12345678", None),
    ],
)
def test_a_document_number_that_a_spreadsheet_spoilt_makes_nobody_one(
    save: Save, number: str, told: str | None
) -> None:
    table = save(f"customer_id,name,phone,region,document\nx1,吴奶奶,13800138000,CN-GD,{number}\n")
    problems = [fault.problem for fault in checked("customers", table).faults]
    assert (told in problems[0]) if told else problems == []


def test_faults_hint_at_people_and_do_not_name_them(save: Save) -> None:
    rows = "张三 13800138000,吴,1380013800a,CN-GD,1890-01-32\n"
    found = checked("customers", save("customer_id,name,phone,region,born\n" + rows)).faults
    assert [(fault.column, fault.value) for fault in found] == [
        ("customer_id", "张***********00"),
        ("phone", "1********0a"),
        ("born", "1890-01-32"),
    ]


def test_a_title_above_the_headings_is_told_once(save: Save) -> None:
    found = checked("customers", save("十月名单,,\nx1,吴,13800138000\n")).faults
    assert [(fault.row, "must name the columns" in fault.problem) for fault in found] == [(1, True)]


@pytest.mark.parametrize("body", [b"a,b\n1,x\0y\n", "a,b\n1,2\n".encode("utf-32")])
def test_what_is_no_text_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(body)
    with pytest.raises(TableFileError, match="no text"):
        read_rows(path)
