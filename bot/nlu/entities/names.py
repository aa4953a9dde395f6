"""Catalogue names said in any way: exact, by price (129那个, 79的套餐), by family (花卡), misheard or misspelt."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from bot.nlu.entities.found import Found
from bot.nlu.entities.numeral import DIGITS, numeral_at

ENTITIES = {"plan": "plan_name", "pack": "product_name", "broadband": "product_name"}
ENTITIES |= {"wealth": "product_name", "service": "service_name"}
_HAN = re.compile(r"[一-鿿]")
_PRICED = re.compile(r"^(\d+)(?:元套餐|套餐|元档|档)$")
_FAMILY = re.compile(r"^([一-鿿a-z]{2,}?)\d+元?")
_KIND_WORD = re.compile(
    r"(?:元|块钱|块)?(?:一个?月)?的?(?:主?套餐|档位?)|那一?[个款种档](?:套餐)?|这一?[个款种档](?:套餐)?|的(?![\d流话通语短加])"
)
_SWITCH = re.compile(r"(?:换成?|改成?|转成?|升级?到|升成|降到?|降成|调到|办个?|订个?|从)(?:那个|这个)?$")
_OTHER_PLAN = re.compile(
    r"(?:元|块)?(?:的?套餐|的|那个)?\s*(?:和|跟|与|、|,|还是|或者?|对比|比|到|换成?|改成?|换到)\s*(?:那个)?$"
)
_NEXT_PLAN = re.compile(
    r"(?:元|块)?的?\s*(?:和|跟|与|、|还是|或者?|对比|比)\s*(?:那个)?(?=\d|[一二三四五六七八九]?[百十])"
)
_COMPARED = re.compile(r"套餐|哪个|哪款|哪种|区别|差在|差别|差多少|对比|比较|划算|不同|不一样|好")
_NOISY = re.compile(r"^(?:流量|套餐|宽带|加油包|会员|日包|语音包|短信包|漫游包|基金|理财|定期|活期|存款)$")


@dataclass(frozen=True)
class Name:
    """One way to say one item of the catalogue."""

    said: str
    entity: str
    id: str


@dataclass(frozen=True)
class Names:
    """All names of a catalogue, prepared for search; build it with ``prepare``."""

    exact: dict[str, Name]
    pattern: re.Pattern[str] | None
    priced: dict[int, Name]
    families: dict[str, Name]
    sounds: dict[tuple[str, ...], Name] = field(repr=False, default_factory=dict)
    long: tuple[Name, ...] = ()


def prepare(items: list[dict[str, object]]) -> Names:
    """From the generated list of ``{id, kind, line, names}``; earlier items win where a name repeats."""
    exact: dict[str, Name] = {}
    for item in items:
        entity = ENTITIES[str(item["kind"])]
        for said in item["names"]:  # type: ignore[attr-defined]
            plain = re.sub(r"\s+", "", said).lower()
            if len(plain) > 1 and not _NOISY.match(plain):
                exact.setdefault(plain, Name(plain, entity, str(item["id"])))
    return Names(exact, _pattern(exact), _priced(exact), _families(exact), _sounds(exact), _long(exact))


def _pattern(exact: dict[str, Name]) -> re.Pattern[str] | None:
    longest = sorted(exact, key=len, reverse=True)
    return re.compile("|".join(_unfused(name) for name in longest)) if longest else None


def _unfused(name: str) -> str:
    """A number at an edge of a name is whole: 10元流量包 is not in 110元流量包."""
    return (
        ("(?<![\\d.])" if name[0].isdigit() else "")
        + re.escape(name)
        + ("(?![\\d.])" if name[-1].isdigit() else "")
    )


def _priced(exact: dict[str, Name]) -> dict[int, Name]:
    plans = [name for name in exact.values() if name.entity == "plan_name"]
    priced = {int(match[1]): name for name in plans if (match := _PRICED.match(name.said))}
    for name in plans:
        numbers = re.findall(r"\d+", name.said)
        if len(numbers) == 1 and int(numbers[0]) >= 9:
            priced.setdefault(int(numbers[0]), name)
    return priced


def _families(exact: dict[str, Name]) -> dict[str, Name]:
    families: dict[str, Name] = {}
    for name in exact.values():
        match = _FAMILY.match(name.said) if name.entity == "plan_name" else None
        if match and match[1] not in exact and not match[1].endswith(("老人", "学生")):
            families.setdefault(match[1], name)
    return families


def _sounds(exact: dict[str, Name]) -> dict[tuple[str, ...], Name]:
    sounds: dict[tuple[str, ...], Name] = {}
    for name in exact.values():
        if len(name.said) >= 3 and len(_HAN.findall(name.said)) >= 2:
            sounds.setdefault(tuple(map(sound, name.said)), name)
    return sounds


def _long(exact: dict[str, Name]) -> tuple[Name, ...]:
    return tuple(name for name in exact.values() if len(_HAN.findall(name.said)) >= 5)


_heard: dict[str, str] = {}


def sound(character: str) -> str:
    """Toneless pinyin with the usual confusions (zh/z, ch/c, sh/s, n/l, ng/n) made one."""
    if character not in _heard:
        said = lazy_pinyin(character)[0]
        said = re.sub(r"^([zcs])h", r"\1", re.sub(r"(?<=[aei])ng$", "n", said))
        _heard[character] = re.sub(r"^n(?=[aeiouv])", "l", said)
    return _heard[character]


def find(text: str, names: Names) -> list[Found]:
    """Names in a folded text; the surer way of matching wins where two overlap."""
    places = [index for index, character in enumerate(text) if not character.isspace()]
    plain = "".join(text[index] for index in places)
    found: list[Found] = []
    for way in (_exactly, _by_price, _by_family, _by_sound, _nearly):
        for item in way(plain, names):
            if not any(item.overlaps(other) for other in found):
                found.append(item)
    return [
        Found(item.entity, item.value, places[item.start], places[item.end - 1] + 1, item.confidence)
        for item in sorted(found, key=lambda item: item.start)
    ]


def _found(name: Name, start: int, end: int, confidence: float) -> Found:
    return Found(name.entity, name.id, start, end, confidence)


def _exactly(text: str, names: Names) -> list[Found]:
    if names.pattern is None:
        return []
    return [_found(names.exact[match[0]], *match.span(), 1.0) for match in names.pattern.finditer(text)]


def _by_price(text: str, names: Names) -> list[Found]:
    found, pos = [], 0
    while pos < len(text):
        number = numeral_at(text, pos)
        if number is None:
            pos += 1
            continue
        plan = names.priced.get(int(number.low)) if _is_whole(text, pos, number.low, number.high) else None
        end = _reference_end(text, pos, number.end, bool(found)) if plan else None
        if plan and end and not number.approx:
            found.append(_found(plan, pos, end, 0.9))
        pos = max(end or 0, number.end)
    return found


def _is_whole(text: str, pos: int, low: Fraction, high: Fraction) -> bool:
    return low == high and low.denominator == 1 and not re.search(r"[\d.a-z第]$", text[:pos])


def _reference_end(text: str, start: int, end: int, after_plan: bool) -> int | None:
    """Where the way of pointing at a plan ends; none if the number is not one."""
    word = _KIND_WORD.match(text, end)
    if word:
        return word.end() - (word[0].endswith("的") and len(word[0]) > 1)
    rest = text[end:]
    if _SWITCH.search(text[:start]) and re.match(r"(?:元|块)?(?:吧|了|$|[,。!?]|行|可以|怎么|要|呢)", rest):
        return end
    compared = bool(_COMPARED.search(text)) and not re.match(
        r"\s*(?:g|m|兆|个|分|天|年|月|号|岁|次|万|%)", rest
    )
    listed = _NEXT_PLAN.match(text, end) or (after_plan and _OTHER_PLAN.search(text[:start]))
    return end if compared and listed else None


def _by_family(text: str, names: Names) -> list[Found]:
    found = []
    for family, name in names.families.items():
        for match in re.finditer(re.escape(family) + r"(?:套餐)?(?!\d)", text):
            found.append(_found(name, match.start(), match.end(), 0.5))
    return found


def _by_sound(text: str, names: Names) -> list[Found]:
    heard = [sound(character) for character in text]
    found = []
    for length in sorted({len(key) for key in names.sounds}, reverse=True):
        for start in range(len(heard) - length + 1):
            name = names.sounds.get(tuple(heard[start : start + length]))
            if (
                name
                and _same_numbers(text[start : start + length], name.said)
                and not _cut(text, start, start + length)
            ):
                found.append(_found(name, start, start + length, 0.8))
    return found


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a number goes on beyond an edge."""
    return (
        text[start - 1 : start + 1].isdigit()
        and start > 0
        or text[end - 1 : end + 1].isdigit()
        and end < len(text)
    )


def _same_numbers(said: str, name: str) -> bool:
    return all(a == b for a, b in zip(said, name, strict=True) if a.isdigit() or b in DIGITS or b.isdigit())


def _nearly(text: str, names: Names) -> list[Found]:
    """One character wrong, missing or too many in a name of five or more."""
    found = []
    for name in names.long:
        size = len(name.said)
        for start in range(max(len(text) - size + 2, 0)):
            window = text[start : start + size]
            if window[:1] != name.said[0] or re.findall(r"\d+", window) != re.findall(r"\d+", name.said):
                continue
            near = Levenshtein.distance(window, name.said, score_cutoff=1) <= 1
            if near and not _cut(text, start, start + len(window)):
                found.append(_found(name, start, start + len(window), 0.7))
    return found
