"""Text messages through the operator's own SMS gateway: one call over HTTPS for each.

What became of a message comes back as a receipt (``receipts.py``) under the id that went out with it.
"""

import httpx
import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool

from channels.message import Reply
from channels.transport import TransportError
from recsys.engine import Engine
from recsys.sql import schema as t

TIMEOUT_S = 10.0


class SmsOutlet:
    """Posts ``{"phone", "text", "id"}`` with a bearer key; 2xx means that it was taken over."""

    def __init__(self, engine: Engine, url: str, key: str) -> None:
        self._engine = engine
        self._url = url
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S, headers=headers, trust_env=False)

    async def send(self, customer_id: str, replies: list[Reply]) -> None:
        """Deliver; raises TransportError. A late answer is ``interrupted``: it may have been sent."""
        phone = await run_in_threadpool(self._phone, customer_id)
        text = "\n".join(str(reply["text"]) for reply in replies if reply.get("text"))
        push = next((reply["push_id"] for reply in replies if reply.get("push_id")), None)
        body = {"phone": phone, "text": text} | ({"id": push} if push else {})
        try:
            answer = await self._http.post(self._url, json=body)
        except httpx.ConnectError as error:
            raise TransportError("sms_unreachable", permanent=False) from error
        except httpx.HTTPError as error:
            raise TransportError("interrupted", permanent=False) from error
        if not answer.is_success:
            raise TransportError("sms_refused", permanent=answer.is_client_error)

    def _phone(self, customer_id: str) -> str:
        with self._engine.read() as connection:
            found = connection.scalar(sa.select(t.customers.c.phone).where(t.customers.c.id == customer_id))
        if not found:
            raise TransportError("no_phone", permanent=True)
        return str(found)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
