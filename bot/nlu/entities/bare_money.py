"""Numbers without a unit that are money: 定投1000, 扣我二十, 攒50万, 不要超过100, or all of 一百二."""

import re

from bot.nlu.entities.numeral import Numeral

GUESS = 0.5  # confidence where nothing but numbers is said

# Verbs and nouns of paying, before a number.
PAID = re.compile(
    r"(?:定投|存|充值?|转账?|赎回?|取现?|扣|花|买|投|借|贷|还(?!是|有|剩|要|能|在|得|没|差|想|算)款?|退|赔|补|攒|缴|交|付|送|(?<![未年刚])满|减|凑|理财|预算|月租|低消"
    r"|收入|工资|收益|亏|赚|价位|消费|话费|余额|欠费?|返|多收|收|涨|价格|本金|额度|限额|便宜|[年月]薪|现在用|在用|用着|每个?月|一个月|包月|封顶|[涨降]到)"
    r"(?:了|我|的|是|在|要|个|掉|出|到|过|入|进|着|够|差不多|大概|大约|最多|最少|至少|起码|最低|最高|顶多|[别不]要?能?超过?|控制在?|低于|高于|大于|小于|每个?月|一个月|一年|每年|又"
    r"|就|去|他|她|至|额|费|里|从|有|给|把|不到|超过|约|怎么|居然|竟然|已经|快|都|才|得|成|变|[ ,:])*$"
)
# What counts something else, after a number.
COUNTED = re.compile(
    r"\s*(?:[a-z%°]|兆|个|年|月|天|日|号|分|小时|岁|次|股|位|期|倍|条|份|点|档|那|这|的?套餐|和\s*\d|跟\s*\d|与\s*\d|张|人|家|台|款|楼|路|级"
    r"|周|星期|积分|克|步|公里|字|户|户|里程|毫安|部|件|项|类|种|只|支|场|秒|成|笔|周岁|频道|电视|高清|超清|画质|机顶盒|-\d|\.\d)"
)
_BOUNDED_BEFORE = re.compile(
    r"(?:[不别]要?能?超过?|[不别]要?能?[低高]于|[低高]于|超过|控制在|最多|最少|至少|顶多|不到|大概|大约|差不多)(?:在|要|是|花)?$"
)
_BOUNDED_AFTER = re.compile(
    r"\s*(?:以内|之内|以下|之下|往下|封顶|之间|左右|上下|以上|往上|出头|不到(?!账))(?!的?(?:g|流量|分钟|老人|人|岁|老年|号|条))"
)
_NUMBER = r"(?:[\d.]+|[零一二两三四五六七八九十百千万]+)[wk]?"
_CORRECTION = re.compile(
    rf"(?:不对|哦|啊|[,\s])*(?:我说的?)?不[是要]{_NUMBER}[,\s]*(?:而?是|要){_NUMBER}[吧的了啊!。]*"
)
_ONLY_NUMBERS = re.compile(
    r"[\d.零一二三四五六七八九十百千万wk不别是要到至或者和跟,。~\-\s左右以内下上大概约差多最少对哦啊吧的就了在超过控制我说而之间]+"
)
_OF_PLAN = re.compile(r"(?:块钱?|元)?的?(?:套餐|档位?|资费)")
_OTHER_KIND = re.compile(
    r"(?:流量|通话|语音|分钟数?|时长|短信|\dg|个g|年龄|岁数?|满|网速|带宽|第|前|楼|收益|利率)[^,。块元钱]{0,6}$"
)


def is_only_numbers(text: str) -> bool:
    """Whether a message is numbers and bounds alone, which may be of anything: 不是八十是十八."""
    return bool(_ONLY_NUMBERS.fullmatch(text))


def stands_alone(text: str, pos: int, number: Numeral) -> bool:
    """Whether a number without a unit is money: 定投1000, 扣我二十, 攒50万, or all of 一百二."""
    if number.low >= 10 and _CORRECTION.fullmatch(text):
        return True
    if number.low != number.high and number.low >= 10 and _OF_PLAN.match(text, number.end):
        return True
    if COUNTED.match(text, number.end) or re.search(r"[\d.a-z第]\s*$", text[:pos]):
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
    if PAID.search(text, max(0, pos - 12), pos) and (number.low >= 10 or words.isdigit()):
        return len(words) < 9
    return bool(large or (alone and (number.approx or (chinese_round and words[-1] not in "千万"))))


def _is_bounded(text: str, start: int, end: int) -> bool:
    """不要超过100, 50到80之间: a bound without a unit is money, unless data or talk is spoken of."""
    said = _BOUNDED_AFTER.match(text, end) or _BOUNDED_BEFORE.search(text, max(0, start - 10), start)
    return bool(said) and not _OTHER_KIND.search(text, max(0, start - 14), start)
