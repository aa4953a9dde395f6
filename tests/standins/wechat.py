"""WeChat's API as far as we call it: tokens that end, and customer-service messages that fail on demand."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass
class WechatStandin:
    """``failures`` are the next error codes, one per message; ``sent`` are the messages that arrived."""

    secret: str
    expires_in: int = 7200
    token_delay_s: float = 0.0
    delay_s: float = 0.0
    status: int = 200
    failures: list[int] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    tries: int = 0
    tokens_issued: int = 0
    valid: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        """What the customers read."""
        return [message["text"]["content"] for message in self.sent]

    def drop_tokens(self) -> None:
        """All tokens become invalid before their time, as when somebody else refreshes."""
        self.valid.clear()

    def app(self) -> Starlette:
        """The application."""
        return Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self._token, methods=["POST"]),
                Route("/cgi-bin/message/custom/send", self._send, methods=["POST"]),
            ]
        )

    async def _token(self, request: Request) -> Response:
        body = await request.json()
        if body["grant_type"] != "client_credential" or body["secret"] != self.secret:
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        await asyncio.sleep(self.token_delay_s)
        self.tokens_issued += 1
        token = f"token-{self.tokens_issued}"
        self.valid.add(token)
        return JSONResponse({"access_token": token, "expires_in": self.expires_in})

    async def _send(self, request: Request) -> Response:
        self.tries += 1
        body = await request.json()
        await asyncio.sleep(self.delay_s)
        if self.status != 200:
            return Response(status_code=self.status)
        if request.query_params.get("access_token") not in self.valid:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        if self.failures and (code := self.failures.pop(0)):
            return JSONResponse({"errcode": code, "errmsg": "failed on demand"})
        self.sent.append(body)
        return JSONResponse({"errcode": 0, "errmsg": "ok"})
