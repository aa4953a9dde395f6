"""How customers are reached in a channel that has no open page of ours."""

from typing import Protocol

from channels.message import Reply


class Outlet(Protocol):
    """Sends to customers outside their own requests (WeChat)."""

    async def send(self, customer_id: str, replies: list[Reply]) -> None:
        """Deliver; raises channels.transport.TransportError."""

    async def close(self) -> None:
        """Give the connections back."""
