"""Tables come in whole or not at all, every fault is named, and what goes out comes back in."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from recsys.__main__ import main
from recsys.engine import Engine
from recsys.events.replay import replay
from recsys.events.worker import settle
from recsys.exchange.check import Checked, check
from recsys.exchange.dump import columns_of, dump
from recsys.exchange.load import load
from recsys.exchange.rows import ROWS
from recsys.exchange.table_file import TableFileError, read_rows, write_rows
from recsys.sql import schema as t
from recsys.tags.store import tags_of
from tests.fixtures.stores import NOW

CUSTOMERS = "customer_id,name,phone,region,born,plan_id\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


def checked(engine: Engine, kind: str, path: Path) -> Checked:
    columns, cells = read_rows(path)
    with engine.read() as connection:
        known = set(connection.scalars(sa.select(t.customers.c.id)))
    return check(kind, columns, cells, engine.catalogue, known, engine.settings.zone)


def bring_in(engine: Engine, kind: str, path: Path) -> tuple[int, int]:
    found = checked(engine, kind, path)
    assert found.faults == []
    result = load(engine, found.rows, NOW)
    settle(engine)
    return result


def faults(engine: Engine, kind: str, path: Path) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in checked(engine, kind, path).faults]


def test_a_new_customer_with_usage_has_bills_and_tags(engine: Engine, write: Callable[[str], Path]) -> None:
    bring_in(engine, "customers", write(CUSTOMERS + "x1,吴奶奶,19911112222,云州,1950-05-01,yt_cx_79\n"))
    usage = "customer_id,month,data_mb,voice_min\n" + "".join(
        f"x1,2026-{month:02},{(35 + 1) * 1024},10\n" for month in (8, 9, 10)
    )
    assert bring_in(engine, "usage", write(usage)) == (3, 3)
    tags = {tag.key: tag.value for tag in tags_of(engine, "x1", NOW)}
    assert tags["senior"] is True
    with engine.read() as connection:
        totals = list(
            connection.scalars(
                sa.select(t.bills.c.total).where(t.bills.c.customer_id == "x1").order_by(t.bills.c.month)
            )
        )
    assert totals == [7900 + 500] * 3
    assert replay(engine).differences == ()


def test_the_same_table_again_changes_nothing(engine: Engine, write: Callable[[str], Path]) -> None:
    table = write(CUSTOMERS + "x1,吴奶奶,19911112222,云州,1950-05-01,yt_cx_79\n")
    assert bring_in(engine, "customers", table) == (1, 1)
    assert bring_in(engine, "customers", table) == (1, 0)


def test_every_bad_row_is_named_with_its_column(engine: Engine, write: Callable[[str], Path]) -> None:
    table = write(
        CUSTOMERS
        + "x1,吴奶奶,19911112222,云州,1950-05-01,yt_cx_79\n"
        + "x2,,19911112223,云州,,\n"
        + "x3,钱先生,电话,云州,1950-15-01,\n"
        + "x4,孙女士,19911112224,云州,,no_such_plan\n"
        + "x1,重复,19911112225,云州,,\n"
    )
    assert faults(engine, "customers", table) == [
        (3, "name"),
        (4, "phone"),
        (4, "born"),
        (5, "plan_id"),
        (6, "customer_id"),
    ]


def test_other_tables_need_customers_that_exist(engine: Engine, write: Callable[[str], Path]) -> None:
    table = write("customer_id,month,data_mb\nnobody,2026-10,5\nc000001,2026-13,5\nc000001,2026-10,-1\n")
    assert faults(engine, "usage", table) == [(2, "customer_id"), (3, "month"), (4, "data_mb")]


def test_a_wrong_header_says_which_columns_there_are(engine: Engine, write: Callable[[str], Path]) -> None:
    found = checked(engine, "holdings", write("customer_id,product,amount\nc000001,a,1\n")).faults
    assert [(fault.row, fault.column) for fault in found] == [(1, "product"), (1, "product_id"), (1, "since")]
    assert "product_id" in found[0].problem


@pytest.mark.parametrize("text", ["", "a,b\n1\n", 'a\n"open\n'])
def test_a_file_that_is_no_table_is_refused(write: Callable[[str], Path], text: str) -> None:
    with pytest.raises(TableFileError):
        list(read_rows(write(text))[1])


def test_excels_encodings_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        path = tmp_path / "table.csv"
        path.write_bytes("name\n吴奶奶\n".encode(encoding))
        columns, rows = read_rows(path)
        assert (columns, list(rows)) == (["name"], [{"name": "吴奶奶"}])


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("kind", ROWS)
def test_what_was_written_is_right_and_changes_nothing_when_read(
    engine: Engine, tmp_path: Path, kind: str, suffix: str
) -> None:
    before, path = list(dump(engine, kind)), tmp_path / f"{kind}{suffix}"
    assert write_rows(path, columns_of(kind), before) == len(before) > 0
    found = checked(engine, kind, path)
    assert found.faults == []
    billed = bills(engine)
    told = load(engine, found.rows, NOW)[1]
    settle(engine)
    assert [dict(row) for row in dump(engine, kind)] == before
    assert bills(engine) == billed
    assert told == (len(before) if kind == "customers" else 0)  # a record is told again as it stands


def bills(engine: Engine) -> list[tuple[object, ...]]:
    with engine.read() as connection:
        return [
            tuple(row)
            for row in connection.execute(sa.select(t.bills).order_by(t.bills.c.customer_id, t.bills.c.month))
        ]


def test_one_month_that_changed_is_billed_with_those_before_it_and_told(
    engine: Engine, write: Callable[[str], Path]
) -> None:
    bring_in(engine, "customers", write(CUSTOMERS + "x1,吴奶奶,19911112222,云州,1950-05-01,yt_cx_79\n"))
    usage = "customer_id,month,data_mb,voice_min\nx1,2026-09,5,10\nx1,2026-10,{},10\n"
    assert bring_in(engine, "usage", write(usage.format(7))) == (2, 2)
    assert bring_in(engine, "usage", write(usage.format(7))) == (2, 0)
    assert bring_in(engine, "usage", write(usage.format(8))) == (2, 1)


def test_mixed_rows_go_on_customer_by_customer_each_in_its_order(
    engine: Engine, write: Callable[[str], Path]
) -> None:
    head = "customer_id,at,kind,channel,business_type,result,content\n"
    rows = "".join(
        f"c00000{2 - n % 2},2026-10-01T0{n}:00:00Z,咨询,hotline,话费,已答复,第{n}次\n" for n in range(6)
    )
    load(engine, checked(engine, "contacts", write(head + rows)).rows, NOW)
    with engine.read() as connection:
        events = connection.scalars(sa.select(t.outbox.c.event).order_by(t.outbox.c.seq))
        told = [(event["customer_id"], event["payload"]["content"]) for event in events]
    assert told == [("c000001", f"第{n}次") for n in (1, 3, 5)] + [("c000002", f"第{n}次") for n in (0, 2, 4)]


@pytest.mark.parametrize("stage", ["load", "_fold"])
def test_ctrl_c_says_whether_anything_was_loaded(
    engine: Engine,
    write: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stage: str,
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"recsys.exchange.command.{stage}", interrupted)
    monkeypatch.setattr("recsys.exchange.command.open_engine", lambda settings, search: engine)
    table = write(CUSTOMERS + "x1,吴奶奶,19911112222,云州,1950-05-01,yt_cx_79\n")
    assert main(["import", "customers", str(table)]) == 130
    said = capsys.readouterr()
    assert ("nothing was loaded" in said.err) == (stage == "load")
    assert ("1 rows loaded" in said.out) == (stage == "_fold")
