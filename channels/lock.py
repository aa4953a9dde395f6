"""One turn at a time for each customer, over all gateway processes, in order of arrival here."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_POLL_S = 0.02


class LockTimeout(Exception):
    """The customer's earlier turn did not end in time."""


class CustomerLocks:
    """``hold_s`` frees a lock whose holder died; ``wait_s`` bounds the waiting."""

    def __init__(self, redis: Redis, hold_s: float, wait_s: float) -> None:
        self._redis = redis
        self._hold_ms = int(hold_s * 1000)
        self.wait_s = wait_s
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, customer_id: str) -> AsyncIterator[int]:
        """Hold the customer's lock; yields a fencing token that grows with every holder."""
        lock, waiting = self._queues.get(customer_id, (asyncio.Lock(), 0))
        self._queues[customer_id] = (lock, waiting + 1)
        try:
            async with asyncio.timeout(self.wait_s):
                await lock.acquire()
            try:
                async with self._held(customer_id) as fence:
                    yield fence
            finally:
                lock.release()
        except TimeoutError as error:
            raise LockTimeout(customer_id) from error
        finally:
            lock, waiting = self._queues[customer_id]
            if waiting == 1:
                del self._queues[customer_id]
            else:
                self._queues[customer_id] = (lock, waiting - 1)

    @asynccontextmanager
    async def _held(self, customer_id: str) -> AsyncIterator[int]:
        key = f"huake:lock:{customer_id}"
        fence = int(await self._redis.incr("huake:lock:fence"))
        until = time.monotonic() + self.wait_s
        while not await self._redis.set(key, fence, nx=True, px=self._hold_ms):
            if time.monotonic() > until:
                raise LockTimeout(customer_id)
            await asyncio.sleep(_POLL_S)
        try:
            yield fence
        finally:
            await self._redis.eval(_RELEASE, 1, key, str(fence))
