"""Data in MB (1 GB = 1024 MB): 5G流量, 五个G, 五百兆, 1.5个G; never the 5G of a network, plan or phone."""

import re
from fractions import Fraction

from bot.nlu.entities.found import Found
from bot.nlu.entities.numeral import Numeral, numeral_at
from bot.nlu.entities.quantity import Amount, Quantity, quantities

_UNIT = re.compile(
    r"\s*(?P<count>个)?(?P<half>半)?(?P<more>多|来)?\s*(?:(?P<g>gb|g|吉(?!利|林|祥))|(?P<m>mb|m|兆)|(?P<t>tb|t)|(?P<k>kb))"
    r"(?P<tail>多(?!少|久))?(?![a-z/])"
)
_MISHEARD = re.compile(
    r"(?P<count>个)(?P<half>半)?(?P<more>)(?P<g>机|鸡|吉|寄|级)(?P<m>)(?P<t>)(?P<k>)(?P<tail>多(?!少|久))?"
    r"(?![子器场会顶型位票关构腿翅蛋度别构灵动密主体房友能])"
)
_HALF = re.compile(r"半个(?:gb?|t)(?![a-z])")
_MB: dict[str, Fraction | int] = {"g": 1024, "m": 1, "t": 1024 * 1024, "k": Fraction(1, 1024)}
_NETWORK_AFTER = re.compile(
    r"\s*(?:还是[2-6]g|网|的?套餐|的?手机|卡|信号|基站|时代|版|包[月年]|畅享|用户|模式|开关|功能|服务|业务|号|消息|资费|终端|机|sa|nsa|覆盖|专属|升级|智|新|合约|和4g|跟4g|、|/)"
)
_NETWORK_BEFORE = re.compile(
    r"(?:开|开通|开启|打开|关闭|关掉|关了|支持|升级到?|换成?|切换?到?|没有|无|连不?上|用不了|显示|变成?|是|为什么|什么是|办理?|怎么用|[换跳回降掉][回到成]|能用|用上|能上|不了|上|用)了?$"
)
_USED = re.compile(
    r"(?:剩余?|还有|只有|用了|用掉|跑了|超了?|送|加|买|来|再|每个?月|够|就|要|至少|最少|最多|大概|大约|不超过|不到|左右|充|订|兑|领|给|流量|共|才|到|多|天)"
    r"(?:了|个|有|要|的|我|是|就|,|:|\s)*$"
)
_VOLUME_AFTER = re.compile(
    r"\s*(?:的?流量|够|不够|左右|以上|以内|以下|多(?!少|久)|用|/|每|一个月|一天|吧|包|的包|的日包|日包|定向|通用|了|就|\d|,|-|~|到|还是|$)"
)
_MEMORY = re.compile(r"\s*的?(?:内存|存储|运存|运行|显存|硬盘|空间|ram|rom|手机|的?手机|u盘)|\+\d+g")
_SIGNAL = re.compile("信号|网络|频段|基站|网速")
_BANDWIDTH = re.compile(
    r"(?:兆|m)的?(?:升|提|换|改)|宽带|光纤|光猫|路由|提速|网速|带宽|千兆|wifi|下载速度|上行|下行|网费"
)


def find(text: str) -> list[Found]:
    """Volumes in a folded text."""
    return [
        Found("data_volume", item.value, item.start, item.end)
        for item in quantities(text, _amount_at, lambda mb, _kind: int(mb + Fraction(1, 2)))
        if not _MEMORY.match(text, item.bare_end)
        and not _is_network(text, item)
        and not _is_bandwidth(text, item)
    ]


def _amount_at(text: str, pos: int) -> Amount | None:
    half = _HALF.match(text, pos)
    if half and text[pos - 1 : pos] not in ("个", "一"):
        per = Fraction(_MB["t" if half[0].endswith("t") else "g"])
        return Amount(per / 2, per / 2, False, half.end(), per)
    number = numeral_at(text, pos)
    unit = (_UNIT.match(text, number.end) or _misheard(text, number)) if number else None
    if number is None or unit is None or re.search(r"[a-z\d.]$", text[:pos]):
        return None
    return _measured(number, unit)


def _misheard(text: str, number: Numeral) -> re.Match[str] | None:
    """三十个机, 二十个鸡: G as speech recognition writes it, where nobody counts machines or chickens."""
    return _MISHEARD.match(text, number.end) if number.low >= 5 or "流量" in text else None


def _measured(number: Numeral, unit: re.Match[str]) -> Amount:
    per = Fraction(next(_MB[name] for name in "gmtk" if unit[name]))
    extra = per / 2 if unit["half"] else Fraction(0)
    vague = number.approx or bool(unit["more"] or unit["tail"])
    return Amount(number.low * per + extra, number.high * per + extra, vague, unit.end(), per, number.scale)


def _is_network(text: str, item: Quantity) -> bool:
    """A bare 2G to 6G is a volume only when the words around it say so."""
    said = text[item.bare_start : item.bare_end]
    if not re.fullmatch(r"[2-6]\s*g", said) or not isinstance(item.value, int):
        return False
    if _NETWORK_AFTER.match(text, item.bare_end) or (_SIGNAL.search(text) and "流量" not in text):
        return True
    before = text[: item.bare_start]
    if _NETWORK_BEFORE.search(before):
        return not re.match(r"\s*的?流量", text[item.bare_end :])
    if _USED.search(before):
        return False
    return not _VOLUME_AFTER.match(text, item.bare_end)


def _is_bandwidth(text: str, item: Quantity) -> bool:
    if not re.search(r"兆|m$", text[item.bare_start : item.bare_end]):
        return False
    near = re.match(r"的?(?:宽带|光纤|带宽|网速)", text[item.bare_end :])
    return bool(near) or (bool(_BANDWIDTH.search(text)) and "流量" not in text)
