"""`recsys simulate`, run as a user runs it."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recsys.__main__ import main
from recsys.simulate import tables
from recsys.tariff.bill import bills
from recsys.tariff.drafts import read_plans
from recsys.tariff.usage_file import read_usage
from tests.unit.recsys.tariff.tariffs import months

PLANS = """
items:
  - id: small
    fee: 3900
    allowance: {data_mb: 1000, voice_min: 100}
    overage: {data: [{up_to_mb: null, block_mb: 100, price: 100}], voice_per_min: 10}
    rollover: true
  - id: new
    title: 新装半价套餐
    fee: 5900
    min_spend: 7000
    promotions: [{title: 首月半价, first_months: 1, percent_off: 50, on: total}]
    throttle_after_mb: 1500
"""
HEAD = "customer_id,month,data_mb,directed_mb,voice_min,sms"
USAGE = [
    HEAD,
    "c2,2026-01,400,0,0,0",
    "c1,2026-01,1200,150,110,3",
    "c2,2026-02,1601,0,0,0",
    "c1,2026-03,1000,0,0,0",
    "c2,2026-04,1600,0,0,0",
]
COLUMNS = "customer_id month plan_id total fee data voice sms fill discount rolled_out_mb throttled"


def run(folder: Path, usage: list[str] | str, plans: str = PLANS, out: str = "out.parquet") -> int:
    (folder / "plans.yml").write_text(plans, "utf-8")
    (folder / "usage.csv").write_text(usage if isinstance(usage, str) else "\n".join(usage) + "\n", "utf-8")
    files = [f"{flag}={folder / name}" for flag, name in [("--plans", "plans.yml"), ("--usage", "usage.csv")]]
    return main(["simulate", *files, f"--out={folder / out}"])


def test_every_customer_month_and_plan_gets_a_row_in_fen(tmp_path: Path) -> None:
    assert run(tmp_path, USAGE) == 0
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == COLUMNS.split()
    rows = [tuple(row.values()) for row in table.to_pylist()]
    assert rows == [
        ("c2", "2026-01", "small", 3900, 3900, 0, 0, 0, 0, 0, 600, False),
        ("c2", "2026-01", "new", 3500, 5900, 0, 0, 0, 1100, 3500, 0, False),
        # 600 rolled over + 1000 leave 1 MB: one started block.
        ("c2", "2026-02", "small", 4000, 3900, 100, 0, 0, 0, 0, 0, False),
        ("c2", "2026-02", "new", 7000, 5900, 0, 0, 0, 1100, 0, 0, True),
        ("c2", "2026-04", "small", 4500, 3900, 600, 0, 0, 0, 0, 0, False),
        ("c2", "2026-04", "new", 7000, 5900, 0, 0, 0, 1100, 0, 0, True),
        ("c1", "2026-01", "small", 4400, 3900, 400, 100, 0, 0, 0, 0, False),
        ("c1", "2026-01", "new", 3500, 5900, 0, 0, 0, 1100, 3500, 0, False),
        ("c1", "2026-03", "small", 3900, 3900, 0, 0, 0, 0, 0, 0, False),
        ("c1", "2026-03", "new", 7000, 5900, 0, 0, 0, 1100, 0, 0, False),
    ]
    assert not list(tmp_path.glob("*.part"))


def test_small_pieces_give_the_same_rows_as_one(tmp_path: Path) -> None:
    run(tmp_path, USAGE)
    plans, usage = read_plans(tmp_path / "plans.yml"), read_usage(tmp_path / "usage.csv")
    pieces = list(tables(plans, usage, rows_at_once=1))
    assert len(pieces) == 2
    assert [row for piece in pieces for row in piece.to_pylist()] == pq.read_table(
        tmp_path / "out.parquet"
    ).to_pylist()


def test_it_bills_as_the_explaining_bill_does(tmp_path: Path) -> None:
    numbers = (300, 2500, 0, 1900, 1000, 1100)
    run(tmp_path, [HEAD, *(f"c1,2026-{n:02d},{mb},0,0,0" for n, mb in enumerate(numbers, 1))])
    small = read_plans(tmp_path / "plans.yml")[0]
    rows = [r for r in pq.read_table(tmp_path / "out.parquet").to_pylist() if r["plan_id"] == "small"]
    assert [r["total"] for r in rows] == [b.total for b in bills(small, (), months(*numbers), first_index=1)]


def test_csv_is_written_when_the_name_says_so(tmp_path: Path) -> None:
    assert run(tmp_path, USAGE, out="out.csv") == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == (
        '"c2","2026-01","small",3900,3900,0,0,0,0,0,600,false'
    )


@pytest.mark.parametrize(
    ("usage", "complaint"),
    [
        (
            [HEAD, "c1,2026-01,1,0,0,0", "c1,2026-02,1.5,0,0,0"],
            "row 3, column data_mb: '1.5' is not a whole number",
        ),
        ([HEAD, "c1,2026-01,1,0,-1,0"], "row 2, column voice_min: '-1' is not a whole number"),
        ([HEAD, "c1,2026-01,1,0,0,"], "row 2, column sms: '' is not a whole number"),
        ([HEAD, "c1,2026-13,1,0,0,0"], "row 2, column month: '2026-13' is not a month like 2026-05"),
        ([HEAD, ",2026-01,1,0,0,0"], "row 2, column customer_id: '' is empty"),
        ([HEAD, "c1,2026-02,1,0,0,0", "c2,2026-01,1,0,0,0", "c1,2026-02,1,0,0,0"], "row 4, column month"),
        ([HEAD, "c1,2026-01,9999999999999,0,0,0"], "row 2, column data_mb: '9999999999999' is more than"),
        (["customer_id,month,data_mb,voice_min,sms"], "column directed_mb is missing"),
        ([HEAD], "there is no row in it"),
        ([HEAD, "c1,2026-01,1"], "Expected 6 columns, got 3"),
    ],
)
def test_a_bad_usage_file_is_refused_with_row_and_column(
    usage: list[str], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, usage) == 2
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("plans", "complaint"),
    [
        ("items: [{id: a, fee: 1, speed: 5}]", "plans.yml, a, speed: Extra inputs are not permitted"),
        ("items: [{fee: 1}]", "plans.yml, item 1, id: Field required"),
        ("items: [{id: a, fee: 1}, {id: a, fee: 2}]", "plans.yml, a, id: used more than once"),
        ("items: []", "there is no plan in it"),
        ("items: {", "not readable as YAML"),
        ("plans: []", "the file must be `items: [...]`"),
    ],
)
def test_a_bad_plan_file_is_refused_with_item_and_field(
    plans: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, USAGE, plans) == 2
    assert complaint in capsys.readouterr().err


def test_missing_files_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = ["--plans=/nowhere/p.yml", "--usage=/nowhere/u.csv", f"--out={tmp_path}/o.parquet"]
    assert main(["simulate", *nowhere]) == 2
    assert "/nowhere/p.yml, -, -: cannot be read" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(tmp_path, USAGE, out="missing/out.parquet")
    assert "missing/out.parquet" in capsys.readouterr().err
