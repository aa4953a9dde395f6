"""The XML that answers WeChat, plain or encrypted."""

import secrets
from xml.sax.saxutils import escape

from channels.wechat.crypto import MessageCrypto
from channels.wechat.message import WechatMessage
from channels.wechat.signature import sign

NOTHING = "success"  # tells WeChat that we have it, and that no reply follows here


def text_reply(message: WechatMessage, text: str, now: int) -> str:
    """A passive text reply to the sender."""
    return (
        f"<xml><ToUserName>{escape(message.openid)}</ToUserName>"
        f"<FromUserName>{escape(message.to_user)}</FromUserName><CreateTime>{now}</CreateTime>"
        f"<MsgType>text</MsgType><Content>{escape(text)}</Content></xml>"
    )


def sealed(xml: str, crypto: MessageCrypto, token: str, now: int) -> str:
    """Encrypt a reply and sign it."""
    cipher, nonce = crypto.encrypt(xml), secrets.token_hex(8)
    return (
        f"<xml><Encrypt>{cipher}</Encrypt><MsgSignature>{sign(token, str(now), nonce, cipher)}</MsgSignature>"
        f"<TimeStamp>{now}</TimeStamp><Nonce>{nonce}</Nonce></xml>"
    )
