"""The last look at what the bot is about to say."""

from typing import Any

import pytest

from channels.outgoing import unspeakable


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ({"type": "text", "text": "放心,保本的"}, ("保本",)),
        ({"type": "text", "text": "保\u200b 本 保息"}, ("保本", "保息")),
        ({"type": "card", "kind": "wealth", "title": "稳健半年", "reasons": ["有抽奖"]}, ("抽奖",)),
        ({"type": "card", "kind": "plan", "title": "畅享", "reasons": ["办理有抽奖"]}, ()),
        (
            {"type": "card", "kind": "wealth", "facts": [{"label": "预期收益率", "value": "3%"}]},
            ("预期收益率",),
        ),
        ({"type": "table", "title": "对比", "columns": ["A"], "rows": [["零风险"]]}, ("零风险",)),
        ({"type": "choices", "text": "选一个", "options": [{"label": "稳赚的", "text": "a"}]}, ("稳赚",)),
        ({"type": "choices", "text": "选一个", "options": [{"label": "再问", "text": "它保本吗"}]}, ()),
        ({"type": "card", "kind": "plan", "title": "A", "actions": [{"label": "问", "text": "保本吗"}]}, ()),
        ({"type": "card", "kind": "plan", "facts": [{"label": "流量保", "value": "本月30GB"}]}, ()),
        ({"type": "text", "text": "不保证本金,可能亏损"}, ()),
    ],
)
def test_forbidden_words_are_found_wherever_a_reply_shows_them(
    reply: dict[str, Any], found: tuple[str, ...]
) -> None:
    assert unspeakable([reply]) == found
