"""Money in fen: 一百二十块, 两万五, 1.5w, 三四十块, ¥99, 一块九, 五毛."""

import re
from fractions import Fraction

from bot.nlu.entities.bare_money import COUNTED, GUESS, PAID, is_only_numbers, stands_alone
from bot.nlu.entities.found import Found
from bot.nlu.entities.numeral import Numeral, numeral_at
from bot.nlu.entities.quantity import Amount, quantities

_YUAN = re.compile(
    r"\s*(?:元钱|元整|块大洋|元(?![一二三]次|素|旦|宵|件|气|老|首|方程)"
    r"|圆(?![形圈满心])|块|rmb|人民币|¥|(?<=\d)r(?![a-z\d]))"
)
_JIAO = re.compile(r"\s*(?:毛钱|毛(?!病|巾|衣|笔|孩)|角(?!函数|形|度|色|落|膜|逐))")
_FEN = re.compile(r"\s*分(?!钟)钱?")
_HALF = re.compile(r"半(?=块钱|元)")
_CENTS = re.compile(r"\s*分钱")
_VAGUE = re.compile(r"(?:来|多|把)(?=钱|[^少久]|$)")
_QIAN = re.compile(r"钱(?!包)")
_SIGN = re.compile(r"(?:¥|rmb|人民币)\s*")
_FOREIGN = re.compile(r"\s*(?:美元|美金|美刀|刀|港币|港元|日元|欧元|英镑|韩元|泰铢|卢布|澳元|加元)")
_NOT_YUAN = re.compile(r"块(?:儿|地|屏|电池|表|砖|玻璃|钱包|来办|办|去|走|用|弄|买|交|开)")


def find(text: str) -> list[Found]:
    """Money in a folded text; where all that is said are bare numbers, it is a guess (confidence GUESS)."""
    confidence = GUESS if is_only_numbers(text) else 1.0
    return [
        Found("money", item.value, item.start, item.end, confidence)
        for item in quantities(text, _amount_at, _present)
    ]


def _present(fen: Fraction, _kind: str) -> int:
    return int(fen + Fraction(1, 2))


def _amount_at(text: str, pos: int) -> Amount | None:
    sign = _SIGN.match(text, pos)
    half = _HALF.match(text, pos)
    if half:
        return _done(text, Amount(Fraction(50), Fraction(50), False, half.end() + 1, Fraction(100)))
    number = numeral_at(text, sign.end() if sign else pos)
    if number is None or _FOREIGN.match(text, number.end):
        return None
    amount = _in_yuan(text, number) or _in_jiao(text, number) or _in_fen(text, number)
    if amount is None and sign:
        amount = _plain(number, number.end)
    if amount is None and stands_alone(text, pos, number):
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
    return end < len(text) and not PAID.search(text, max(0, start - 12), start)


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
        len(digits) <= 2 and number.scale == 1 and digits.isalnum() and not COUNTED.match(text, number.end)
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
    if fen and fen.low < 10 and (said or not COUNTED.match(text, fen.end)):
        low, high, end = low + fen.low, high + fen.low, said.end() if said else fen.end
    return Amount(low, high, number.approx, end, Fraction(10))


def _in_fen(text: str, number: Numeral) -> Amount | None:
    unit = _CENTS.match(text, number.end)
    return Amount(number.low, number.high, number.approx, unit.end(), Fraction(1)) if unit else None


def _done(text: str, amount: Amount) -> Amount:
    money = _QIAN.match(text, amount.end)
    end = money.end() if money else amount.end
    return Amount(amount.low, amount.high, amount.approx, end, amount.per, amount.scale)
