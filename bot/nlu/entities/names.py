"""The names of a catalogue, prepared so that ``naming`` finds them in a text."""

import re
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

from bot.nlu.entities.numeral import read

ENTITIES = {"plan": "plan_name", "pack": "product_name", "broadband": "product_name"}
ENTITIES |= {"wealth": "product_name", "service": "service_name"}
_HAN = re.compile(r"[一-鿿]")
_PIECE = re.compile(
    r"(?P<price>(?<=[\d一二三四五六七八九十百])(?:块钱|元钱|块|元)(?:的(?=\s*[一-鿿]))?)"
    r"|(?P<number>(?<![\d一二两三四五六七八九十百千万])(?:[一二两三四五六七八九十百]+(?=块|元)"
    r"|(?=[一二两三四五六七八九]*[十百])[一二两三四五六七八九十百]{2,}(?![千万亿几多来零])))|\S"
)
_PRICED = re.compile(r"^(\d+)(?:元套餐|套餐|元档|档)$")
_FAMILY = re.compile(r"^([一-鿿a-z]{2,}?)\d+元?")
_NOISY = re.compile(
    r"^(?:[半一二两三四五六七八九十百\d]+个?(?:月|年|天|周|日|季度|g|gb|m|分钟)|\d+元?|流量|套餐|宽带|加油包|会员|日包|语音包|短信包|漫游包|基金|理财|定期|活期|存款)$"
)


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
    long: dict[str, list[Name]] = field(repr=False, default_factory=dict)


def prepare(items: list[dict[str, object]]) -> Names:
    """From the generated list of ``{id, kind, line, names}``; earlier items win where a name repeats."""
    exact: dict[str, Name] = {}
    for item in items:
        entity = ENTITIES[str(item["kind"])]
        for said in item["names"]:  # type: ignore[attr-defined]
            plain = simple(said.lower())[0]
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


def _long(exact: dict[str, Name]) -> dict[str, list[Name]]:
    """Names of seven and more characters, by the first."""
    long: dict[str, list[Name]] = {}
    for name in exact.values():
        if len(name.said) >= 7 and len(_HAN.findall(name.said)) >= 5:
            long.setdefault(name.said[0], []).append(name)
    return long


def simple(text: str) -> tuple[str, list[int]]:
    """Without spaces, and with one way to say a price; then where each character came from.

    十块钱的流量包 becomes 10元流量包.
    """
    characters: list[str] = []
    places: list[int] = []
    for match in _PIECE.finditer(text):
        number = read(match["number"]) if match["number"] else None
        said = "元" if match["price"] else str(int(number)) if number else match[0]
        characters.extend(said)
        places.extend(range(match.start(), match.start() + len(said) - 1))
        places.append(match.end() - 1)
    return "".join(characters), places


_heard: dict[str, str] = {}


def sound(character: str) -> str:
    """Toneless pinyin with the usual confusions (zh/z, ch/c, sh/s, n/l, ng/n) made one."""
    if character not in _heard:
        said = lazy_pinyin(character)[0]
        said = re.sub(r"^([zcs])h", r"\1", re.sub(r"(?<=[aei])ng$", "n", said))
        _heard[character] = re.sub(r"^n(?=[aeiouv])", "l", said)
    return _heard[character]
