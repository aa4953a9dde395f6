"""The address that WeChat calls: verification, and messages in plain, compatible or encrypted mode."""

import time
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from channels.gateway import gateway_of
from channels.problem import Problem
from channels.wechat.account import WechatAccount
from channels.wechat.crypto import CryptoError, MessageCrypto
from channels.wechat.desk import WechatDesk
from channels.wechat.message import MalformedMessage, children, read_message
from channels.wechat.reply import NOTHING, sealed, text_reply
from channels.wechat.signature import is_fresh, is_genuine

router = APIRouter(prefix="/wechat", tags=["wechat"])
MAX_BODY = 64 * 1024
Text = Annotated[str, Query(max_length=256)]


def checked_account(request: Request, name: str, signature: str, timestamp: str, nonce: str) -> WechatAccount:
    """The account by its name, if the request is signed with its token and fresh; else Problem."""
    fields = request.app.state.settings.wechat_accounts.get(name)
    if fields is None:
        raise Problem(
            404, "There is no such WeChat account here: check the address and HUAKE_WECHAT_ACCOUNTS."
        )
    account = WechatAccount.model_validate(fields)
    if not is_genuine(signature, account.token.get_secret_value(), timestamp, nonce):
        raise Problem(403, "The signature is wrong: check the token in the WeChat console.")
    if not is_fresh(timestamp, time.time()):
        raise Problem(403, "The timestamp is too old: check the clock of this machine.")
    return account


@router.get("/{name}")
async def verify(
    request: Request, name: str, signature: Text, timestamp: Text, nonce: Text, echostr: Text
) -> PlainTextResponse:
    """Answer the console's check of the address."""
    checked_account(request, name, signature, timestamp, nonce)
    return PlainTextResponse(echostr)


@router.post("/{name}")
async def receive(
    request: Request,
    name: str,
    signature: Text,
    timestamp: Text,
    nonce: Text,
    encrypt_type: Text = "raw",
    msg_signature: Text = "",
) -> Response:
    """Take one message and answer it."""
    account = checked_account(request, name, signature, timestamp, nonce)
    body = await request.body()
    if len(body) > MAX_BODY:
        raise Problem(413, "The message is larger than WeChat sends: nothing was read.")
    crypto = _crypto(account) if encrypt_type == "aes" else None
    if account.encrypted_only and crypto is None:
        raise Problem(403, "This account takes encrypted messages only.")
    try:
        message = read_message(_open(body, crypto, account, timestamp, nonce, msg_signature))
    except (MalformedMessage, CryptoError) as error:
        raise Problem(400, f"The message cannot be read: {error}.") from error
    desk = WechatDesk(gateway_of(request), name, request.app.state.late_answers)
    text = await desk.answer(message)
    if text is None:
        return PlainTextResponse(NOTHING)
    now = int(time.time())
    xml = text_reply(message, text, now)
    if crypto is not None:
        xml = sealed(xml, crypto, account.token.get_secret_value(), now)
    return Response(xml, media_type="application/xml")


def _crypto(account: WechatAccount) -> MessageCrypto:
    if account.aes_key is None:
        raise Problem(403, "This account has no EncodingAESKey here: set it, or switch WeChat to plain mode.")
    return MessageCrypto(account.aes_key.get_secret_value(), account.app_id)


def _open(
    body: bytes, crypto: MessageCrypto | None, account: WechatAccount, timestamp: str, nonce: str, proof: str
) -> bytes | str:
    if crypto is None:
        return body
    cipher = children(body).get("Encrypt", "")
    if not is_genuine(proof, account.token.get_secret_value(), timestamp, nonce, cipher):
        raise CryptoError("its msg_signature is wrong")
    return crypto.decrypt(cipher)
