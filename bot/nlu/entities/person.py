"""For whom: self, parent, child, spouse or other; 妈的 and 亲 are nobody."""

import re

from bot.nlu.entities.found import Found

_WORDS = (
    ("other", r"(?:男|女)朋友|朋友|同事|室友|舍友|同学|亲戚|家里人|家人|员工|领导|邻居|闺蜜|哥们儿?|(?:外|爷爷)?奶奶|姥姥|姥爷|外公|外婆|爷爷|奶奶|祖父母?"
              r"|姐姐|哥哥|弟弟|妹妹|姐夫|嫂子|侄[子女]|外甥女?|叔叔|舅舅|姑姑|阿姨家?|大姨|(?<=我)[姐哥弟妹](?!们)|表[哥姐弟妹]|对象"),
    ("parent", r"岳父母?|岳母|丈母娘|老丈人|公公婆婆|公婆|婆婆|公公(?!司)|爸爸?妈妈?|妈妈|爸爸|老[妈爸爹娘](?!的?话)|父母亲?|父亲|母亲|双亲|爹妈|爹娘|家里老人|老人家?|老年人|老两口|二老"
               r"|(?<=[我俺咱给帮替])(?:妈|爸|娘|爹)(?!的[,!。]|蛋|呀|呢$)"),
    ("child", r"孩子们?|小孩儿?|儿子|女儿|闺女|娃儿?们?|宝宝|宝贝|小朋友(?!圈)|孙子|孙女|(?<=我)家?(?:儿|闺)(?!童)"),
    ("spouse", r"老公|老婆|媳妇儿?|爱人|妻子|丈夫|先生(?=办|用|也|的手机|名下)|太太|内人|另一半|配偶|(?<=我)家?那口子"),
    ("self", r"我自己|自己|本人|自用|我个人"),
)  # fmt: skip
_SAID = re.compile("|".join(f"(?P<{who}>{words})" for who, words in _WORDS))
_NOBODY = re.compile(
    r"他妈|你妈|尼玛|妈的(?:,|!|。|$)|妈蛋|自己(?:来|去|查|看|会|就|给我|自动|扣|开通|订|断|又)|自动|亲爱人|宝宝树|朋友圈"
)


def find(text: str) -> list[Found]:
    """Persons in a folded text."""
    nobody = [match.span() for match in _NOBODY.finditer(text)]
    return [
        Found("person", match.lastgroup or "", match.start(), match.end())
        for match in _SAID.finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in nobody)
    ]
