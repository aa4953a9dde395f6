"""The facts of a product as Chinese sentences, to be embedded, matched and shown."""

from collections.abc import Iterator, Mapping

from kb.catalogue.schema import Broadband, Item, Pack, Plan, Tariff, Tier, WealthProduct

_CHANNELS = {"wechat": "微信", "app": "App", "hotline": "热线", "hall": "营业厅"}
_WEALTH_KINDS = {
    "deposit": "存款",
    "cash": "现金管理",
    "fixed_income": "固定收益",
    "mixed": "混合",
    "equity": "权益",
    "gold": "黄金",
    "pension": "养老",
    "insurance": "保险",
}
_RISKS = {"R1": "低风险", "R2": "中低风险", "R3": "中风险", "R4": "中高风险", "R5": "高风险"}
_RATES = {
    "deposit_rate": "年利率",
    "benchmark": "业绩比较基准(不是收益承诺)",
    "seven_day_annualised": "近七日年化(历史数据)",
    "guaranteed_rate": "合同约定年利率",
}
_LIQUIDITY = {"high": "流动性高", "medium": "流动性中等", "low": "流动性低"}
_FEES = {
    "subscription": "申购费",
    "management": "每年管理费",
    "custody": "每年托管费",
    "sales": "每年销售服务费",
    "redemption": "赎回费",
}


def prose(item: Item, titles: Mapping[str, str]) -> str:
    """All facts of an item; ``titles`` names the items that it points to."""
    facts = _tariff(item) if isinstance(item, Tariff) else ()
    facts = _wealth(item) if isinstance(item, WealthProduct) else facts
    return "".join(
        [item.title, ":", item.summary, *(f"{fact}。" for fact in [*facts, *_terms(item, titles)])]
    )


def money(fen: int) -> str:
    """Fen as yuan, without needless zeros: 79元, 0.15元, 5万元."""
    if fen % 1_000_000 == 0 and fen:
        return f"{fen // 1_000_000}万元"
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".") + "元"


def data(mb: int) -> str:
    """MB as GB where it is at least one: 30GB, 1.5GB, 500MB."""
    return f"{mb / 1024:.2f}".rstrip("0").rstrip(".") + "GB" if mb >= 1024 else f"{mb}MB"


def percent(bp: int) -> str:
    """Basis points as a percentage with two decimals: 2.25%."""
    return f"{bp / 100:.2f}%"


def _tariff(item: Tariff) -> Iterator[str]:
    if isinstance(item, Pack) and not item.renews:
        yield f"{money(item.fee)},{item.valid_days}天有效,不自动续订"
    else:
        yield f"月费{money(item.fee)}"
    if isinstance(item, Broadband):
        yield f"宽带下行{item.down_mbps}M、上行{item.up_mbps}M,安装费{money(item.install_fee)}"
    included = "、".join(_allowance(item))
    if included:
        yield f"包含{included}"
    if isinstance(item, Plan) or item.overage.data:
        yield from _overage(item)
    if item.min_spend:
        yield f"每月最低消费{money(item.min_spend)}"
    for promotion in item.promotions:
        yield f"优惠:{promotion.title},前{promotion.first_months}个月"
    if item.term_months:
        yield f"合约期{item.term_months}个月,提前解约违约金{money(item.break_fee)}"
    elif isinstance(item, Plan | Broadband):
        yield "没有合约期"


def _allowance(item: Tariff) -> Iterator[str]:
    allowance = item.allowance
    if allowance.data_mb:
        yield f"{data(allowance.data_mb)}流量"
    if allowance.directed.data_mb:
        yield f"{data(allowance.directed.data_mb)}定向流量(限{'、'.join(allowance.directed.apps)})"
    yield from (f"{count}{unit}" for count, unit in _counts(item) if count)


def _counts(item: Tariff) -> tuple[tuple[int, str], ...]:
    allowance = item.allowance
    return (
        (allowance.voice_min, "分钟通话"),
        (allowance.sms, "条短信"),
        (allowance.mms, "条彩信"),
        (allowance.wlan_min, "分钟WLAN"),
    )


def _overage(item: Tariff) -> Iterator[str]:
    if item.overage.data:
        yield f"超出流量{'、'.join(_tier(tier) for tier in item.overage.data)}"
    if item.data_cap:
        yield f"超出流量每月最多收{money(item.data_cap)}"
    if item.throttle_after_mb:
        yield f"用满{data(item.throttle_after_mb)}后降速,不再收流量费"
    if item.overage.voice_per_min:
        yield f"超出通话每分钟{money(item.overage.voice_per_min)}"
    if item.overage.sms_each:
        yield f"短信每条{money(item.overage.sms_each)}"
    yield "没用完的流量可以结转一个月" if item.rollover else "没用完的流量不结转"


def _tier(tier: Tier) -> str:
    price = f"{money(tier.price)}/{data(tier.block_mb)}"
    return f"{data(tier.up_to_mb)}以内{price}" if tier.up_to_mb else price


def _wealth(item: WealthProduct) -> Iterator[str]:
    higher = max(filter(None, (item.risk, item.issuer_risk)), default=None)
    risk = f"风险等级{higher}({_RISKS[higher]})" if higher else "风险未评级"
    yield f"{_WEALTH_KINDS[item.kind]}类,{risk},投向{item.direction},{_LIQUIDITY[item.liquidity]}"
    yield f"期限{item.term_days}天" if item.term_days else "没有固定期限"
    yield f"{money(item.min_amount)}起,以{money(item.step)}递增"
    if item.rate_bp and item.rate_kind != "none":
        low, high = item.rate_bp
        yield f"{_RATES[item.rate_kind]}{percent(low) if low == high else f'{percent(low)}至{percent(high)}'}"
    fees = [f"{_FEES[fee]}{percent(rate)}" for fee, rate in item.fees_bp.items() if rate]
    yield "、".join(fees) or "没有另收的费用"
    yield item.redemption.rule


def _terms(item: Item, titles: Mapping[str, str]) -> Iterator[str]:
    named = {"需要先有": item.requires, "不能同时有": item.excludes, "包含": item.bundles}
    for lead, keys in named.items():
        known = [titles[key] for key in keys if key in titles]
        if known:
            yield f"{lead}{'、'.join(known)}"
    if len(item.channels) < len(_CHANNELS):
        yield f"办理渠道:{'、'.join(_CHANNELS[channel] for channel in item.channels)}"
    if item.on_sale.to:
        yield f"可办理至{item.on_sale.to.isoformat()}"
