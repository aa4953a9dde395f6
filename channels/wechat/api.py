"""Calls to WeChat's servers: the access token, held by one refresher, and customer-service messages.

Source: WeChat Official Account documentation, "获取稳定版接口调用凭据", "客服消息", "全局返回码".
"""

import asyncio
import json
import time
from typing import Any

import httpx
from redis.asyncio import Redis

from channels.transport import TransportError
from channels.wechat.account import WechatAccount

EARLY_S = 300  # refresh this long before the token ends
REFRESHER_S = 10  # another process may refresh when the refresher died
_TOKEN_WRONG = {"40001", "40014", "42001"}
_TRY_LATER = {"-1", "45009"}  # busy, calls of the minute or day used up
_POLL_S = 0.05
_FORGET = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class WechatApi:
    """One per account. All processes share the token through Redis; only one of them asks for a new one."""

    def __init__(self, account: WechatAccount, redis: Redis, base_url: str, timeout_s: float = 5) -> None:
        self._account = account
        self._redis: Any = redis
        self._key = f"huake:wechat:token:{account.app_id}"
        self._timeout_s = timeout_s
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout_s, trust_env=False)

    async def token(self) -> str:
        """A valid access token; raises TransportError."""
        until = time.monotonic() + 2 * self._timeout_s
        while time.monotonic() < until:
            if known := await self._redis.get(self._key):
                return str(known)
            if await self._redis.set(f"{self._key}:refresher", "1", nx=True, ex=REFRESHER_S):
                return await self._refresh()
            await asyncio.sleep(_POLL_S)
        raise TransportError("token_timeout", permanent=False)

    async def _refresh(self) -> str:
        """Called by the one refresher, who looks again: the last one may have been quicker."""
        try:
            if known := await self._redis.get(self._key):
                return str(known)
            answer = await self._post(
                "/cgi-bin/stable_token",
                {
                    "grant_type": "client_credential",
                    "appid": self._account.app_id,
                    "secret": self._account.secret.get_secret_value(),
                },
            )
            life = max(int(answer["expires_in"]) - EARLY_S, 1)
            await self._redis.set(self._key, answer["access_token"], ex=life)
            return str(answer["access_token"])
        finally:
            await self._redis.delete(f"{self._key}:refresher")

    async def send_text(self, openid: str, text: str) -> None:
        """Send a customer-service message; a dropped token is renewed once. Raises TransportError."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        token = await self.token()
        try:
            await self._send(token, body)
        except TransportError as error:
            if error.code not in _TOKEN_WRONG:
                raise
            await self._redis.eval(_FORGET, 1, self._key, token)
            await self._send(await self.token(), body)

    async def _send(self, token: str, body: dict[str, Any]) -> None:
        await self._post(f"/cgi-bin/message/custom/send?access_token={token}", body)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode()  # WeChat shows \\u escapes as they are
        try:
            response = await self._http.post(path, content=content)
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.HTTPStatusError) as error:
            raise TransportError(type(error).__name__, permanent=False) from error
        except (httpx.HTTPError, ValueError) as error:
            raise TransportError("interrupted", permanent=True) from error
        code = str(answer.get("errcode", 0))
        if code != "0":
            raise TransportError(code, permanent=code not in _TRY_LATER | _TOKEN_WRONG)
        return answer

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
