"""Money in fen: 一百二十块, 两万五, 1.5w, 三四十块, ¥99, 一块九, 五毛."""

import re
from fractions import Fraction

from bot.nlu.entities.found import Found
from bot.nlu.entities.numeral import Numeral, numeral_at
from bot.nlu.entities.quantity import Amount, quantities

_YUAN = re.compile(r"\s*(?:元钱|元整|块大洋|元|圆|块|rmb|人民币|¥|(?<=\d)r(?![a-z\d]))")
_JIAO = re.compile(r"\s*(?:毛钱|毛|角)")
_FEN = re.compile(r"\s*分(?!钟)钱?")
_VAGUE = re.compile(r"(?:来|多|把)(?=钱|[^少久]|$)")
_QIAN = re.compile(r"钱(?!包)")
_SIGN = re.compile(r"(?:¥|rmb|人民币)\s*")
_FOREIGN = re.compile(r"\s*(?:美元|美金|美刀|刀|港币|港元|日元|欧元|英镑|韩元|泰铢|卢布|澳元|加元)")
_NOT_YUAN = re.compile(r"块(?:儿|地|屏|电池|表|砖|玻璃|钱包|来办|办|去|走|用|弄|买|交|开)")
_SPOKEN = re.compile(
    r"(?:定投|存|充值?|转账?|赎回?|取现?|扣|花|买|投|借|贷|还款?|退|赔|补|攒|缴|交|付|送|满|减|凑|理财|预算|月租|低消"
    r"|收入|工资|收益|亏|赚|价位|消费|话费|余额|欠费?|返|多收|收|涨|价格|本金|额度|限额|便宜|[年月]薪|现在用|在用|用着|每个?月|一个月|包月|封顶|[涨降]到)"
    r"(?:了|我|的|是|在|要|个|掉|出|到|过|入|进|着|够|差不多|大概|大约|最多|最少|至少|起码|最低|最高|顶多|[别不]要?能?超过?|控制在?|低于|高于|大于|小于|每个?月|一个月|一年|每年|又"
    r"|就|去|他|她|至|额|费|里|从|有|给|把|不到|超过|约|怎么|居然|竟然|已经|快|都|才|得|成|变|[ ,:])*$"
)
_COUNTED = re.compile(
    r"\s*(?:[a-z%°]|兆|个|年|月|天|日|号|分|小时|岁|次|股|位|期|倍|条|份|点|档|那|这|的?套餐|和\s*\d|跟\s*\d|与\s*\d|张|人|家|台|款|楼|路|级"
    r"|周|星期|积分|克|步|公里|字|户|户|里程|毫安|部|件|项|类|种|只|支|场|秒|成|-\d|\.\d)"
)


_BOUNDED_BEFORE = re.compile(
    r"(?:[不别]要?能?超过?|[不别]要?能?[低高]于|[低高]于|超过|控制在|最多|最少|至少|顶多|不到|大概|大约|差不多)(?:在|要|是|花)?$"
)
_BOUNDED_AFTER = re.compile(
    r"\s*(?:以内|之内|以下|之下|往下|封顶|之间|左右|上下|以上|往上|出头|不到(?!账))(?!的?(?:g|流量|分钟|老人|人|岁|老年|号|条))"
)
_OF_PLAN = re.compile(r"(?:块钱?|元)?的?(?:套餐|档位?|资费)")
_OTHER_KIND = re.compile(
    r"(?:流量|通话|语音|分钟数?|时长|短信|\dg|个g|年龄|岁数?|满|网速|带宽|第|前|楼|收益|利率)[^,。块元钱]{0,6}$"
)


def find(text: str) -> list[Found]:
    """Money in a folded text."""
    return [
        Found("money", item.value, item.start, item.end) for item in quantities(text, _amount_at, _present)
    ]


def _present(fen: Fraction, _kind: str) -> int:
    return int(fen + Fraction(1, 2))


def _amount_at(text: str, pos: int) -> Amount | None:
    sign = _SIGN.match(text, pos)
    half = re.compile(r"半(?=块钱|元)").match(text, pos)
    if half:
        return _done(text, Amount(Fraction(50), Fraction(50), False, half.end() + 1, Fraction(100)))
    number = numeral_at(text, sign.end() if sign else pos)
    if number is None or _FOREIGN.match(text, number.end):
        return None
    amount = _in_yuan(text, number) or _in_jiao(text, number) or _in_fen(text, number)
    if amount is None and sign:
        amount = _plain(number, number.end)
    if amount is None and _stands_alone(text, pos, number):
        amount = _plain(number, number.end)
    return _done(text, amount) if amount else None


def _plain(number: Numeral, end: int, approx: bool = False) -> Amount:
    low, high = number.low * 100, number.high * 100
    return Amount(low, high, number.approx or approx, end, Fraction(100), number.scale)


def _in_yuan(text: str, number: Numeral) -> Amount | None:
    unit = _YUAN.match(text, number.end)
    if unit is None or _is_together(text, number, unit.end()):
        return None
    end, more = unit.end(), Fraction(0)
    small = _small_change(text, end)
    if small:
        more, end = small
    vague = _VAGUE.match(text, end)
    base = _plain(number, vague.end() if vague else end, bool(vague))
    return Amount(base.low + more, base.high + more, base.approx, base.end, base.per, base.scale)


def _is_together(text: str, number: Numeral, end: int) -> bool:
    """一块 is also "together" (一块办了): it needs 钱, small change or a verb of paying."""
    if _NOT_YUAN.match(text, number.end) and text[end : end + 1] != "钱":
        return True
    start = number.end - 1
    if text[start:end] != "一块" or text[end : end + 1] in tuple("钱一二三四五六七八九123456789多"):
        return False
    return end < len(text) and not _SPOKEN.search(text, max(0, start - 12), start)


def _small_change(text: str, end: int) -> tuple[Fraction, int] | None:
    """块 then 五毛五, 五, 55 or 半: fen and where they end."""
    if text[end : end + 1] == "半" and text[end + 1 : end + 2] not in ("年", "个", "天"):
        return Fraction(50), end + 1
    number = numeral_at(text, end + (text[end : end + 1] == "零"))
    if number is None or number.low != number.high:
        return None
    jiao = _in_jiao(text, number)
    if jiao and jiao.low < 100:
        return jiao.low, jiao.end
    fen = _FEN.match(text, number.end)
    if fen and number.low < 10:
        return number.low, fen.end()
    digits = text[end : number.end]
    plain = (
        len(digits) <= 2 and number.scale == 1 and digits.isalnum() and not _COUNTED.match(text, number.end)
    )
    if plain and number.low < 100 and "十" not in digits:
        return number.low * (10 if len(digits) == 1 else 1), number.end
    return None


def _in_jiao(text: str, number: Numeral) -> Amount | None:
    unit = _JIAO.match(text, number.end)
    if unit is None or number.high >= 100:
        return None
    low, high, end = number.low * 10, number.high * 10, unit.end()
    fen = None if unit[0].endswith("钱") else numeral_at(text, end)
    said = _FEN.match(text, fen.end) if fen else None
    if fen and fen.low < 10 and (said or not _COUNTED.match(text, fen.end)):
        low, high, end = low + fen.low, high + fen.low, said.end() if said else fen.end
    return Amount(low, high, number.approx, end, Fraction(10))


def _in_fen(text: str, number: Numeral) -> Amount | None:
    unit = re.compile(r"\s*分钱").match(text, number.end)
    return Amount(number.low, number.high, number.approx, unit.end(), Fraction(1)) if unit else None


def _stands_alone(text: str, pos: int, number: Numeral) -> bool:
    """Whether a number without a unit is money: 定投1000, 扣我二十, 攒50万, or all of 一百二."""
    if number.low != number.high and number.low >= 10 and _OF_PLAN.match(text, number.end):
        return True
    if _COUNTED.match(text, number.end) or re.search(r"[\d.a-z第]\s*$", text[:pos]):
        return False
    words = text[pos : number.end]
    chinese_round = len(words) > 1 and re.fullmatch(r"[^\d]+", words) and number.low >= 100
    large = (
        number.high >= 1000 and re.search("[千万亿wk]", words) and not words.startswith(("千", "万", "百"))
    )
    alone = not re.sub(
        r"[\s,.!?。了吧呢啊左右上下以内大概大约差不多不超过最多至少]", "", text[:pos] + text[number.end :]
    )
    if number.low >= 10 and _is_bounded(text, pos, number.end):
        return True
    if _SPOKEN.search(text, max(0, pos - 12), pos) and (number.low >= 10 or words.isdigit()):
        return len(words) < 9
    return bool(large or (chinese_round and alone and words[-1] not in "千万"))


def _is_bounded(text: str, start: int, end: int) -> bool:
    """不要超过100, 50到80之间: a bound without a unit is money, unless data or talk is spoken of."""
    said = _BOUNDED_AFTER.match(text, end) or _BOUNDED_BEFORE.search(text, max(0, start - 10), start)
    return bool(said) and not _OTHER_KIND.search(text, max(0, start - 14), start)


def _done(text: str, amount: Amount) -> Amount:
    money = _QIAN.match(text, amount.end)
    end = money.end() if money else amount.end
    return Amount(amount.low, amount.high, amount.approx, end, amount.per, amount.scale)
