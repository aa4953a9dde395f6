"""Words around an amount that bound it or make it vague: 不超过, 以内, 至少, 左右."""

import re
from collections.abc import Callable

Rules = tuple[tuple[str, re.Pattern[str]], ...]

_FILLER = r"(?:每个?月|一个月|差不多|只能|需要|[要有得是花能给在个月就再想用了打存放买投交付拿充办需留 ,:])*$"
_NOT = "(?:不|别|没|不要|不能|不可以|不会|不想|不得|不准|不该|不应该|不许|没有)"
_OVER = "(?:超过|超出|超|高于|高过|大于|多于|多过)"
_UNDER = "(?:低于|少于|小于|不到|不足|达不到)"
_AT_MOST = rf"{_NOT}{_OVER}了?|最多|顶多|至多|最高|撑死|(?<![不别得能要]){_UNDER}|控制在|≤|<=?"
_AT_LEAST = (
    rf"至少|最少|起码|最低|保底|不[止只]|{_NOT}{_UNDER}"
    r"|(?<![不别没得能要会有])(?:超过|高于|高过|大于|多于|多过)了?|≥|>=?"
)
_ABOUT = (
    r"大概|大约莫?|(?<![合签预解续履违])约莫?|差不多|将近|接近|估计|估摸着?|也就|几乎|(?<![最附])近"
    r"|(?<![尽更加很太网速])快|小(?=$)"
)
_BEFORE: Rules = (
    ("max", re.compile(f"(?:{_AT_MOST}){_FILLER}")),
    ("min", re.compile(f"(?:{_AT_LEAST}){_FILLER}")),
    ("approx", re.compile(f"(?:{_ABOUT}){_FILLER}")),
)
_AFTER: Rules = (
    (
        "max",
        re.compile(
            r"\s*(?:之?间)?的?(?:以内|之内|以下|之下|往下|封顶|打住|为限|内(?!存|地|部|容|网|蒙)|(?:都|还)?不到(?!账))"
        ),
    ),
    (
        "min",
        re.compile(
            r"\s*(?:以上|之上|往上|起步?(?![来存投购点])|打底|朝上|不止|开外|\+(?!\s*[\d一二两三四五六七八九十]))"
        ),
    ),
    ("approx", re.compile(r"\s*(?:钱)?(?:左右|上下|出头|多(?![少久长大])|差不多|的?样子|这样(?=$|[,。吧]))")),
    ("", re.compile(r"\s*(?:之间|中间)")),
)


def bound_before(text: str, start: int) -> tuple[str, int]:
    """(``max``, ``min``, ``approx`` or nothing, where its words begin) for an amount that begins there."""
    return _first(_BEFORE, lambda rule: _before(rule, text, start), start)


def bound_after(text: str, end: int) -> tuple[str, int]:
    """(the same, where its words end) for an amount that ends there."""
    return _first(_AFTER, lambda rule: _after(rule, text, end), end)


def between_after(text: str, end: int) -> bool:
    """Whether 之间 follows."""
    return _AFTER[-1][1].match(text, end) is not None


def _first(rules: Rules, end: Callable[[re.Pattern[str]], int | None], none: int) -> tuple[str, int]:
    for name, rule in rules:
        place = end(rule)
        if place is not None:
            return name, place
    return "", none


def _before(rule: re.Pattern[str], text: str, start: int) -> int | None:
    match = rule.search(text, max(0, start - 12), start)
    return match.start() if match else None


def _after(rule: re.Pattern[str], text: str, end: int) -> int | None:
    match = rule.match(text, end)
    return match.end() if match else None
