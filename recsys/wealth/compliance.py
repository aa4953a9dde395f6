"""Words that must not leave us, and the sentence that must."""

import unicodedata

from kb.visible import INVISIBLE

RISK_SENTENCE = "理财非存款、产品有风险、投资须谨慎"
_ALWAYS = ("保本", "保息", "无风险", "零风险", "稳赚", "包赚", "预期收益率", "最高收益", "存款替代")
_WITH_WEALTH = ("抽奖", "赠品")


def forbidden_words(text: str, *, wealth: bool = False) -> tuple[str, ...]:
    """Return the forbidden words in a text, in reading order of the list; hidden ones too.

    With ``wealth`` the text promotes a wealth product, and gifts and draws are forbidden as well.
    """
    seen = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())
    return tuple(word for word in _ALWAYS + (_WITH_WEALTH if wealth else ()) if word in seen)


def with_risk_sentence(text: str) -> str:
    """End a wealth text with the obligatory sentence, once."""
    if text.rstrip("。 ").endswith(RISK_SENTENCE):
        return text
    return f"{text.rstrip()} {RISK_SENTENCE}。"
