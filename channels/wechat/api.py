"""Calls to WeChat's servers: the access token, held by one refresher, and customer-service messages.

Source: WeChat Official Account documentation, "获取稳定版接口调用凭据", "客服消息", "全局返回码".
"""

import asyncio
import json
from typing import Any

import httpx
from redis.asyncio import Redis

from channels.transport import TransportError
from channels.wechat.account import WechatAccount

EARLY_S = 300  # refresh this long before the token ends
_TOKEN_WRONG = {40001, 40014, 42001}
_TRY_LATER = {-1, 45009, 45047}
_POLL_S = 0.1


class WechatApi:
    """One per account. All processes share the token through Redis; only one of them asks for a new one."""

    def __init__(self, account: WechatAccount, redis: Redis, base_url: str, timeout_s: float = 5) -> None:
        self._account = account
        self._redis: Any = redis
        self._key = f"huake:wechat:token:{account.app_id}"
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout_s, trust_env=False)

    async def token(self) -> str:
        """A valid access token; raises TransportError."""
        for _ in range(int(self._http.timeout.read or 5) * 10):
            if known := await self._redis.get(self._key):
                return str(known)
            if await self._redis.set(f"{self._key}:refresher", "1", nx=True, ex=10):
                return await self._refresh()
            await asyncio.sleep(_POLL_S)
        raise TransportError("token_timeout", permanent=False)

    async def _refresh(self) -> str:
        body = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.secret.get_secret_value(),
        }
        try:
            answer = await self._post("/cgi-bin/stable_token", body)
            life = max(int(answer["expires_in"]) - EARLY_S, 60)
            await self._redis.set(self._key, answer["access_token"], ex=life)
            return str(answer["access_token"])
        finally:
            await self._redis.delete(f"{self._key}:refresher")

    async def send_text(self, openid: str, text: str) -> None:
        """Send a customer-service message; a dropped token is renewed once. Raises TransportError."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        try:
            await self._send(body)
        except TransportError as error:
            if error.code not in {str(code) for code in _TOKEN_WRONG}:
                raise
            await self._redis.delete(self._key)
            await self._send(body)

    async def _send(self, body: dict[str, Any]) -> None:
        await self._post(f"/cgi-bin/message/custom/send?access_token={await self.token()}", body)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            content = json.dumps(body, ensure_ascii=False).encode()  # WeChat shows \\u escapes as they are
            response = await self._http.post(path, content=content)
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise TransportError(type(error).__name__, permanent=False) from error
        code = int(answer.get("errcode", 0))
        if code:
            raise TransportError(str(code), permanent=code not in _TRY_LATER | _TOKEN_WRONG)
        return answer

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
