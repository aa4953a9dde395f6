"""Phone, identity and bank card numbers: found in any spelling, never given back (value "masked")."""

import re

from bot.nlu.entities.found import Found

MASKED = "masked"
_SPOKEN = str.maketrans("零〇洞一幺妖二两三四五六七拐八九勾", "00011122345677899")
_D = r"[\d零〇洞一幺妖二两三四五六七拐八九勾]"
_GAP = r"[\s\-.·]{0,2}"
_RUN = re.compile(
    rf"(?<![\d.])(?:\({_GAP}\+?{_GAP}86{_GAP}\){_GAP}|\+{_GAP})?{_D}(?:{_GAP}{_D}){{6,}}(?:{_GAP}x)?(?![\d])"
)
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d\d)\d{7,8}")
_IDENTITY = re.compile(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]")
_OLD_IDENTITY = re.compile(r"[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_CARD = re.compile(r"[2-9]\d{15,18}")
_HIDDEN = re.compile(
    r"(?<![\d*])(?:\+86 ?)?\d{3}[* \-]{4,15}\d{2,4}x?(?![\d*])"
)  # as the channels leave them
_ORDER = re.compile(r"(?:订单|工单|单号|流水|凭证|受理|编号|交易|案件)[号码是为:#\s]*$")


def find(text: str) -> list[Found]:
    """Numbers that must not be kept, in a folded text."""
    found = []
    for match in _RUN.finditer(text):
        kind = _kind(_digits(match[0]), text[: match.start()])
        if kind:
            found.append(Found(kind, MASKED, match.start(), match.end()))
    hidden = [
        match
        for match in _HIDDEN.finditer(text)
        if "*" in match[0] and not _ORDER.search(text, 0, match.start())
    ]
    return found + [Found(_hidden_kind(match[0]), MASKED, *match.span()) for match in hidden]


def _hidden_kind(run: str) -> str:
    """By its length, of which nothing is lost: 138*****678 has 11 characters."""
    length = len(re.sub(r"[ \-]|\+86", "", run))
    if length <= 13:
        return "phone_number"
    return "id_number" if length in (15, 18) else "bank_card"


def _digits(run: str) -> str:
    return re.sub(r"[^\dx]", "", run.translate(_SPOKEN))


def _kind(digits: str, before: str) -> str | None:
    if _IDENTITY.fullmatch(digits) or _OLD_IDENTITY.fullmatch(digits):
        return "id_number"
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return "phone_number"
    if _CARD.fullmatch(digits) and not _ORDER.search(before):
        return "bank_card"
    return None
