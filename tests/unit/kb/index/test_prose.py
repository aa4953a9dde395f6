import pytest

from kb.catalogue.load import Catalogue
from kb.index.prose import data, money, percent, prose


@pytest.mark.parametrize(
    ("fen", "text"), [(7900, "79元"), (15, "0.15元"), (3850, "38.5元"), (5_000_000, "5万元"), (0, "0元")]
)
def test_money_is_written_without_needless_zeros(fen: int, text: str) -> None:
    assert money(fen) == text


@pytest.mark.parametrize(("mb", "text"), [(1024, "1GB"), (1536, "1.5GB"), (500, "500MB"), (122880, "120GB")])
def test_data_is_written_in_gb_from_one_on(mb: int, text: str) -> None:
    assert data(mb) == text


def test_a_rate_has_two_decimals() -> None:
    assert percent(225) == "2.25%"


def test_a_plan_says_all_that_it_costs(catalogue: Catalogue) -> None:
    text = prose(catalogue.item("t_light_59"), {"t_ring": "彩铃"})
    for fact in (
        "月费59元",
        "20GB流量",
        "10GB定向流量(限云影视频)",
        "300分钟通话",
        "超出流量3元/1GB",
        "用满100GB后降速",
        "每月最低消费30元",
        "首6个月8折",
        "合约期12个月,提前解约违约金200元",
        "包含彩铃",
        "办理渠道:App、营业厅",
        "没用完的流量不结转",
    ):
        assert fact in text


def test_tiers_and_cap_are_told(catalogue: Catalogue) -> None:
    text = prose(catalogue.item("t_light_29"), {})
    assert "5GB以内5元/1GB、3元/1GB" in text
    assert "超出流量每月最多收100元" in text


def test_a_wealth_product_says_its_higher_risk_and_that_a_benchmark_is_no_promise(
    catalogue: Catalogue,
) -> None:
    text = prose(catalogue.item("q_steady_180"), {})
    assert "风险等级R3(中风险)" in text
    assert "业绩比较基准(不是收益承诺)2.20%至2.60%" in text
    assert "每年管理费0.20%" in text
    assert "到期后2个工作日到账" in text


def test_a_pack_that_does_not_renew_says_how_long_it_lasts(catalogue: Catalogue) -> None:
    assert "59元,3天有效,不自动续订" in prose(catalogue.item("t_japan_3"), {})


def test_a_plan_off_sale_says_until_when_it_was_sold(catalogue: Catalogue) -> None:
    assert "可办理至2024-12-31" in prose(catalogue.item("t_old_49"), {})
