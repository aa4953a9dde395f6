"""WeChat's side of the conversation, by wechatpy: it signs, encrypts, and reads our replies."""

import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

import httpx
import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner, to_text

from tests.fixtures.front import ACCOUNT, Front

TOKEN, KEY, APP = ACCOUNT["token"], ACCOUNT["aes_key"], ACCOUNT["app_id"]
OPENID = "oABCD-xiaochen"
_NUMBERS = count(7_000_000_001)


def signature(token: str, *parts: str) -> str:
    """By wechatpy's own signer."""
    signer = WeChatSigner()
    signer.add_data(token, *parts)
    return str(signer.signature)


@dataclass
class WechatPeer:
    """``mode``: plain, compatible (both bodies in one) or encrypted."""

    front: Front
    mode: str = "plain"
    account: str = "main"
    openid: str = OPENID
    crypto: WeChatCrypto = field(default_factory=lambda: WeChatCrypto(TOKEN, KEY, APP))

    async def text(self, content: str, **more: Any) -> str | None:
        """Send a text; returns the reply."""
        return await self.message("text", Content=content, **more)

    async def event(self, name: str, **fields: Any) -> str | None:
        """Send an event; returns the reply."""
        return await self.message("event", Event=name, MsgId=None, **fields)

    async def message(self, kind: str, **fields: Any) -> str | None:
        """Send a message as WeChat does and read the reply; none for a mere 'success'."""
        return self.read(await self.post(self.xml(kind, **fields)))

    def xml(self, kind: str, **fields: Any) -> str:
        """The message's XML; ``MsgId=None`` leaves that field out."""
        values = {
            "ToUserName": "gh_huake",
            "FromUserName": self.openid,
            "CreateTime": int(time.time()),
            "MsgType": kind,
            "MsgId": next(_NUMBERS),
        } | fields
        parts = (f"<{k}>{escape(str(v))}</{k}>" for k, v in values.items() if v is not None)
        return f"<xml>{''.join(parts)}</xml>"

    async def post(self, xml: str | bytes, **changed: str) -> httpx.Response:
        """Sign, encrypt if the mode says so, and send."""
        stamp, nonce = changed.pop("timestamp", str(int(time.time()))), "nonce-1"
        query = {"timestamp": stamp, "nonce": nonce, "openid": self.openid}
        query["signature"] = signature(TOKEN, stamp, nonce)
        body = xml
        if self.mode != "plain":
            sealed = to_text(self.crypto.encrypt_message(to_text(xml), nonce, stamp))
            fields = xmltodict.parse(sealed)["xml"]
            query |= {"encrypt_type": "aes", "msg_signature": fields["MsgSignature"]}
            inner = f"<Encrypt>{fields['Encrypt']}</Encrypt>"
            plain = to_text(xml).removeprefix("<xml>").removesuffix("</xml>")
            body = f"<xml>{plain if self.mode == 'compatible' else ''}{inner}</xml>"
        content = body.encode() if isinstance(body, str) else body
        return await self.front.http.post(f"/wechat/{self.account}", params=query | changed, content=content)

    def read(self, response: httpx.Response) -> str | None:
        """The text of a passive reply, checked as WeChat checks it."""
        assert response.status_code == 200, response.text
        if response.text == "success":
            return None
        xml = response.text
        if self.mode != "plain":
            fields = xmltodict.parse(xml)["xml"]
            xml = self.crypto.decrypt_message(
                xml, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
            )
        reply = xmltodict.parse(xml)["xml"]
        assert (reply["ToUserName"], reply["FromUserName"]) == (self.openid, "gh_huake")
        assert reply["MsgType"] == "text" and abs(int(reply["CreateTime"]) - time.time()) < 30
        return str(reply["Content"])
