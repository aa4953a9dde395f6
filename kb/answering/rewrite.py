"""What a question leaves out: 「它的违约金呢」 asks about the product that was shown."""

import re
from collections.abc import Sequence

_SHOWN = r"(?:(?:刚才|刚刚|刚|上面|前面|之前|你|您)(?:说|推荐|介绍|讲|发|提到|提)?的?)?"
_CLASS = r"(?:套餐|产品|理财|流量包|漫游包|包|基金|存款|宽带|业务|保险|卡|款|档|种)"
# 这个月, 那个人, 这个问题 … mean no product; 这个 before what is asked of a product does.
_ASKED = (
    r"(?=的|是|有|能|会|可|要|怎么|咋|多少|几|贵|便宜|划算|好|合适|靠谱|稳|安全|保|亏|风险|收益|利率|期限|起购|赎回|取|卖|买|到账|"
    r"手续费|管理费|费用|违约金|合约|押金|月租|月费|价|资费|流量|通话|分钟|短信|结转|限速|副卡|宽带|优惠|什么|啥|呢|吗|吧|适合|"
    r"怎样|如何|行|算|值|扣|收|送|包|含|支持|限|超|退|换|办|开|哪|为什么|为啥|到期|提前|[,,??]|$)"
)
_PRONOUN = re.compile(
    rf"{_SHOWN}(?:(?:这|那)(?:个|款|种|档|只|套)?{_CLASS}|它|(?:这|那)(?:个|款|只|档){_ASKED})"
)
_PLACE = re.compile(rf"{_SHOWN}第\s*([一二三四五1-5])\s*(?:个|款|种|档|只)?{_CLASS}?")
_BOTH = re.compile(
    rf"{_SHOWN}(?:这|那)(?:两|俩|几|三|些)(?:个|款|种|档|只)?{_CLASS}?|它们|(?:两|三)(?:个|者)(?:之间)?"
)
# 「那合约期呢」「还有违约金呢」「押金要不要」: only what is asked, of no thing.
_LEAD = re.compile(
    r"^(?:那么|那|还有|另外|再问下|再问一下|顺便问下|然后)[,,]?(?!个|款|些|边|里|你|您|我|时|天|年)"
)
_ASPECT = re.compile(
    r"^(?:的)?(?:要|有没有|有|能不能|能|可以|可不可以|会不会|会|是不是|需要|需不需要)?"
    r"(?:违约金|合约期?|合同期?|押金|月租|月费|价格|多少钱|资费|流量|定向流量|通话|分钟数?|短信|结转|限速|副卡|优惠|期限|起购|"
    r"风险(?:等级)?|收益|利率|赎回|提前(?:取|赎回|退|解约)|到账|手续费|管理费|费用|封闭期|安装费|网速|有效期|退订|取消|续订|续费)"
    r"[^我你您]{0,8}$"
)
_END = re.compile(r"[呢吗啊呀吧嘛么?？。!！]+$")
_PLACES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_COMPARED = 3


def rewritten(question: str, shown: Sequence[str]) -> str:
    """The question with the titles that it means; unchanged when it means none, or one of several.

    ``shown`` are titles of what was shown last, in order.
    """
    if not shown or any(title in question for title in shown):
        return question
    if place := _PLACE.search(question):
        number = _PLACES.get(place[1]) or int(place[1])
        return _put(question, place, shown[number - 1]) if number <= len(shown) else question
    if (both := _BOTH.search(question)) and len(shown) > 1:
        return _put(question, both, "和".join(shown[:_COMPARED]))
    if len(shown) > 1:
        return question
    if pronoun := _PRONOUN.search(question):
        return _put(question, pronoun, shown[0])
    asked = _LEAD.sub("", question.strip())
    bare = _END.sub("", asked)
    return f"{shown[0]}的{asked.removeprefix('的')}" if _ASPECT.match(bare) else question


def _put(question: str, found: re.Match[str], title: str) -> str:
    """The title in the place of the words that mean it, and without a 那 left before it."""
    before = re.sub(r"(?:那么|那|还有)[,,]?$", "", question[: found.start()])
    return f"{before}{title}{question[found.end() :]}"
