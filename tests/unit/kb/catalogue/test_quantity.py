from decimal import Decimal

import pytest

from kb.catalogue.quantity import quantities


def readings(text: str) -> list[tuple[str, Decimal]]:
    """The first reading of every quantity."""
    return [quantity.readings[0] for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("每月79元", "yuan", "79"),
        ("0.15元/分钟", "yuan", "0.15"),
        ("两万五千元", "yuan", "25000"),
        ("5万元起", "yuan", "50000"),
        ("1,000元", "yuan", "1000"),
        ("一毛", "yuan", "0.1"),
        ("30GB流量", "mb", "30720"),
        ("五个G", "mb", "5120"),
        ("5G流量", "mb", "5120"),
        ("500MB", "mb", "500"),
        ("300分钟", "minute", "300"),
        ("八小时", "minute", "480"),
        ("100条短信", "条", "100"),
        ("2.5%", "percent", "2.5"),
        ("百分之二点五", "percent", "2.5"),
        ("5天", "day", "5"),
        ("2个工作日", "workday", "2"),
        ("三个月", "month", "3"),
        ("两年", "month", "24"),
        ("一年半", "month", "18"),
        ("1000Mbps", "mbps", "1000"),
        ("8.5折", "percent_off", "15"),
        ("85折", "percent_off", "15"),
        ("T+1到账", "day", "1"),
        ("23点到次日7点", "点", "7"),
        ("40个国家和地区", "个国家", "40"),
        ("买10个加油包", "个", "10"),
        ("降到128Kbps", "mbps", "0.125"),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, dimension: str, value: str) -> None:
    assert (dimension, Decimal(value)) in [r for quantity in quantities(text) for r in quantity.readings]


@pytest.mark.parametrize(
    "text",
    [
        "5G网络覆盖好",
        "换5G手机",
        "2026年10月1日前",
        "每月20日出账",
        "拨打10068人工服务",
        "7×24小时",
        "近七日年化",
        "用一个月看看",
        "第3个月",
        "R3产品",
        "下午三点以后",
        "一两个",
    ],
)
def test_what_is_no_quantity_is_left_alone(text: str) -> None:
    assert readings(text) == []


def test_both_ends_of_a_range_count() -> None:
    assert readings("1.8%-2.4%,20至30元") == [
        ("percent", Decimal("1.8")),
        ("percent", Decimal("2.4")),
        ("yuan", Decimal(20)),
        ("yuan", Decimal(30)),
    ]


def test_a_bare_m_may_be_data_or_speed() -> None:
    (quantity,) = quantities("500M宽带")
    assert {dimension for dimension, _ in quantity.readings} == {"mb", "mbps"}
