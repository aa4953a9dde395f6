"""Words that no text may hold, and the sentence that wealth texts end with."""

import re
import unicodedata
from collections.abc import Iterator

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Faq, Record

FORBIDDEN = ("保本", "保息", "无风险", "零风险", "稳赚", "包赚", "预期收益率", "最高收益", "存款替代")
FORBIDDEN_WITH_WEALTH = ("抽奖", "赠品")
RISK_SENTENCE = "理财非存款、产品有风险、投资须谨慎"
WEALTH_INTENTS = {
    "ask_wealth_recommend",
    "ask_wealth_detail",
    "compare_wealth",
    "buy_wealth",
    "plan_goal",
    "simulate_dca",
}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_TAIL = re.compile(r"[\s。」』))]+$")
_UNSHOWN = {"similar"}  # what customers say; matched, never shown


def check_wording(catalogue: Catalogue) -> list[str]:
    """A line for every forbidden word and every wealth answer without the risk sentence."""
    problems: list[str] = []
    for record in _records(catalogue):
        key = str(getattr(record, "id", None) or getattr(record, "key", ""))
        place = f"{catalogue.files[key]}, {key}"
        for field, text in _texts(record.model_dump(exclude=_UNSHOWN)):
            words = forbidden(text, about_wealth=_wealth(record))
            problems += [f"{place}, {field}: forbidden word {word}" for word in words]
    problems += [
        f"{catalogue.files[faq.id]}, {faq.id}, answer: must end with 「{RISK_SENTENCE}」"
        for faq in catalogue.faq.values()
        if _wealth(faq) and not _TAIL.sub("", faq.answer).endswith(RISK_SENTENCE)
    ]
    return problems


def forbidden(text: str, about_wealth: bool) -> list[str]:
    """The forbidden words that a text holds, however they are spaced or written."""
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split())
    words = FORBIDDEN + (FORBIDDEN_WITH_WEALTH if about_wealth else ())
    return [word for word in words if word in plain]


def _records(catalogue: Catalogue) -> Iterator[Record]:
    yield from catalogue.items.values()
    yield from catalogue.faq.values()
    yield from catalogue.scripts.values()
    yield from catalogue.policies.values()


def _wealth(record: Record) -> bool:
    intents = {record.intent} if isinstance(record, Faq) else set(getattr(record, "intents", ()))
    return getattr(record, "line", None) == "wealth" or bool(intents & WEALTH_INTENTS)


def _texts(value: object, field: str = "-") -> Iterator[tuple[str, str]]:
    """Every string inside a dumped record, with the field it stands in."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, str(key) if field == "-" else f"{field}.{key}")
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, field)
