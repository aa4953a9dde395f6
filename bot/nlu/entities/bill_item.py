"""What a bill is disputed for: a named charge (功能费, 短号网) or an amount pointed at (那个18块的)."""

import re

from bot.nlu.entities.found import Found

_N = r"[\d.]+|[零一二两三四五六七八九十百]+"
_POINTED = re.compile(
    rf"(?:多[了出]?一?[个笔条]|那个|这个|那笔|这笔|那条|这条|那项|这项|有个|有一个|有笔|一个|一笔|多了?个|多出个|多[了出]?一[个笔])(?:{_N})\s*(?:块钱|元钱|块|元)"
    r"(?:[一二两三四五六七八九\d])?的?(?:东西|业务|增值服务费|增值业务费|项目|费用|消费|会员费?|功能费|信息费|服务费|扣费|服务|包|钱|那个)?(?!套餐|流量)"
)
_NAMED = re.compile(
    r"(?:套餐外|超出|超套|国际|国内|省外|代收|代扣|增值|视频|音乐|游戏|来电显示|来显|彩铃|短信|流量|通话|长途|漫游|宽带|(?<!个)月|功能|信息|服务|违约|滞纳|手续|账户|账户管理|管理|年|短信通知|小额|停机保号|保底|副卡|代理){0,3}"
    r"(?:功能费|信息费|服务费|业务费|流量费|通话费|语音费|短信费|漫游费|违约金|滞纳金|手续费|管理费|会员费|年费|月租费|月租|座机费|保底消费|低消补足|保底补足|代收费|代扣费|增值业务费|短信通知费|保号费)"
    r"|(?:短号网|集团网|亲情网|来电显示|来电提醒|彩铃|来显|手机报)费?|视频会员|音乐会员|游戏包|炫铃|语音信箱|呼叫转移|流量安心包|自动续订|小额代扣"
)
_CHARGE = re.compile(
    "扣|收了|收我|又收|还收|多收|乱收|多出|多了|账单|凭[什啥]么?|为[什啥]么?(?:要|还|又|会)?收|退(?!订|出|掉|了$|了吧)|费[^,。]{0,4}退|怎么有|为什么有|哪来|什么费|啥费|不明|没(?:开|订|办)过|莫名"
)

_ANSWER = re.compile(
    rf"(?:就是?|是|说的是|我说|嗯)?(?:(?:{_POINTED.pattern})|{_NAMED.pattern})(?:吧|啊|呀|那个|这个|的|是什么|是啥|哪来的|干嘛的)?[。!,\s]*"
)


def find(text: str) -> list[Found]:
    """Bill items in a folded text, as text; only where the talk is of charges, or it is all that is said."""
    if not _CHARGE.search(text) and not _ANSWER.fullmatch(text):
        return []
    found = [Found("bill_item", match[0], *match.span()) for match in _POINTED.finditer(text)]
    named = [Found("bill_item", match[0], *match.span(), 0.9) for match in _NAMED.finditer(text)]
    return found + [item for item in named if not any(item.overlaps(other) for other in found)]
