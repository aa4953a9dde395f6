"""Our encryption against wechatpy, an independent implementation."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from channels.wechat.crypto import CryptoError, MessageCrypto
from channels.wechat.reply import sealed
from channels.wechat.signature import is_fresh, is_genuine, sign

TOKEN, KEY, APP = "token123", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1234567890abcdef"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_what_we_encrypt_we_decrypt(text: str) -> None:
    crypto = MessageCrypto(KEY, APP)
    assert crypto.decrypt(crypto.encrypt(text)) == text


def test_wechatpy_reads_our_reply() -> None:
    now = int(time.time())
    xml = sealed("<xml><Content>您好</Content></xml>", MessageCrypto(KEY, APP), TOKEN, now)
    from channels.wechat.message import children

    found = children(xml)
    peer = WeChatCrypto(TOKEN, KEY, APP)
    opened = peer.decrypt_message(xml, found["MsgSignature"], found["TimeStamp"], found["Nonce"])
    assert "您好" in opened


def test_we_read_what_wechatpy_encrypts() -> None:
    from channels.wechat.message import children

    sent = WeChatCrypto(TOKEN, KEY, APP).encrypt_message("<xml><A>套餐</A></xml>", "nonce", "1700000000")
    found = children(sent)
    assert is_genuine(found["MsgSignature"], TOKEN, found["TimeStamp"], found["Nonce"], found["Encrypt"])
    assert "套餐" in MessageCrypto(KEY, APP).decrypt(found["Encrypt"])


def test_a_message_for_another_app_is_refused() -> None:
    theirs = MessageCrypto(KEY, "wx_other").encrypt("您好")
    with pytest.raises(CryptoError, match="another app"):
        MessageCrypto(KEY, APP).decrypt(theirs)


@pytest.mark.parametrize("garbage", ["", "AAAA", "不是密文", "A" * 43 + "="])
def test_garbage_is_refused_without_a_stack_trace_of_the_library(garbage: str) -> None:
    with pytest.raises(CryptoError):
        MessageCrypto(KEY, APP).decrypt(garbage)


def test_a_short_key_is_named_as_such() -> None:
    with pytest.raises(CryptoError, match="43 characters"):
        MessageCrypto("abcd" * 4 + "abc", APP)


def test_the_order_of_parts_does_not_matter_but_each_part_does() -> None:
    assert sign("b", "a") == sign("a", "b")
    assert not is_genuine(sign("a", "b"), "a", "c")


@pytest.mark.parametrize(
    ("stamp", "fresh"), [("1000", True), ("700", True), ("699", False), ("abc", False), ("1301", False)]
)
def test_a_timestamp_is_fresh_for_five_minutes(stamp: str, fresh: bool) -> None:
    assert is_fresh(stamp, now=1000.0) is fresh
