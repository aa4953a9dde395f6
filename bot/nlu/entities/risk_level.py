"""Risk words: R1–R5 of products (低…高风险), C1–C5 of customers (保守, 稳健, 平衡, 成长, 进取)."""

import re

from bot.nlu.entities.found import Found

_CODE = r"(?<![a-z])[rc][1-5](?![\da-z])"
_BOUNDED = (
    (
        "max",
        re.compile(
            rf"(?:不超过|最高|最多|不高于|低于)?(?P<code>{_CODE})(?:级|类)?(?P<after>及?以下|以内|及以内)?"
        ),
    ),
    ("min", re.compile(rf"(?:至少|不低于|最低|高于)?(?P<code>{_CODE})(?:级|类)?(?P<after>及?以上)?")),
)
_RANGE = re.compile(rf"(?P<low>{_CODE})\s*(?:到|至|-|~)\s*(?P<high>{_CODE})")
_WORDS = (
    ("R2", r"中低(?:等)?风险|风险(?:等级)?中低|较低风险|风险较低"),
    ("R4", r"中高(?:等)?风险|风险(?:等级)?中高|较高风险|风险较高"),
    ("R1", r"(?<!中)(?:最?低|小)风险|风险(?:等级)?(?:要|比较|最|很|特别|尽量|越)*(?:低|小)(?:一?点|一些|越好|的)?"),
    ("R3", r"中(?:等|度|级)?风险|风险(?:等级)?(?:适中|中等)"),
    ("R5", r"(?<!中)(?:最?高|大)风险|风险(?:等级)?(?:比较|很|特别)*(?:高|大)(?:一?点|一些|的)?(?:也|没|都|不怕|无所谓)"),
    ("C1", r"保守(?:型|一?点|一些|的)?|(?:不能|不要|不想|别|不可以|不许|怕|害怕|担心)(?:有|会)?亏(?:本金|损|钱|掉|本)?(?:了|到)*"
           r"|(?:不能|不要|别)动?(?:损失|伤)(?:到)?本金|一分(?:钱)?(?:都|也)?(?:不能|不想)亏|本金(?:要|得|必须)?(?:安全|别亏|不能(?:亏|少|动))"
           r"|(?:求|想|要|能)保本|绝对安全|只要不亏"),
    ("C2", r"稳健型|稳健(?:类|的|一?点|一些|点)?|(?:求|要|想|想要)?稳(?:当|妥)?(?:一?点儿?|一些)的?|稳(?:稳|当|妥)的|稳当|稳妥|求稳|安全(?:一?点儿?|一些)的?"),
    ("C3", r"平衡型|平衡(?:类|一点|一些|的)"),
    ("C4", r"成长(?:型|类)|(?:能|可以|愿意)(?:承受|接受)(?:一点|一定|一些|点|少量)?(?:的)?(?:亏损|波动|风险)|冒(?:一?点|些)(?:风?险)"),
    ("C5", r"进取(?:型|类|一?点|一些|的)?|激进(?:型|类|一?点|一些|的)?|(?:风险|亏)(?:大|高)?(?:点)?(?:无所谓|不怕|没关系)|搏一(?:把|搏)|敢冒险|高风险高(?:收益|回报)"),
)  # fmt: skip
_SAID = re.compile("|".join(f"(?P<{code}>{words})" for code, words in _WORDS))


def find(text: str) -> list[Found]:
    """Risk levels in a folded text."""
    spans = [
        Found(
            "risk_level",
            {"min": match["low"].upper(), "max": match["high"].upper()},
            match.start(),
            match.end(),
        )
        for match in _RANGE.finditer(text)
    ]
    found = [*spans, *_codes(text)]
    said = [
        Found("risk_level", match.lastgroup or "", match.start(), match.end(), 0.9)
        for match in _SAID.finditer(text)
    ]
    return _distinct(found + said)


def _codes(text: str) -> list[Found]:
    found = []
    for match in re.finditer(_CODE, text):
        value: str | dict[str, str] = match[0].upper()
        start, end = match.span()
        for bound, rule in _BOUNDED:
            whole = next((each for each in rule.finditer(text) if each.start("code") == start), None)
            if whole and (whole["after"] or whole.start() < start):
                value, start, end = {bound: match[0].upper()}, whole.start(), whole.end()
                break
        found.append(Found("risk_level", value, start, end))
    return found


def _distinct(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if not any(item.overlaps(other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
