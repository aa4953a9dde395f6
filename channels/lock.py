"""One turn at a time for each customer, over all gateway processes, in order of arrival here."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Redis

from recsys.events.event import new_id

_TAKE = """
if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('incr', KEYS[2]) end
return 0
"""
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_FENCE = "huake:lock:fence"
_POLL_S = 0.02


class LockTimeout(Exception):
    """The customer's earlier turn did not end in time."""


class CustomerLocks:
    """``hold_s`` frees a lock whose holder died; ``wait_s`` bounds the waiting."""

    def __init__(self, redis: Redis, hold_s: float, wait_s: float) -> None:
        self._redis: Any = redis
        self._hold_ms = int(hold_s * 1000)
        self._wait_s = wait_s
        self._left: dict[str, str] = {}  # what could not be released, because Redis was down
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, customer_id: str) -> AsyncIterator[int]:
        """Hold the customer's lock; yields a fencing token that grows with every holder.

        Raises LockTimeout when the lock is not free in time.
        """
        until = time.monotonic() + self._wait_s
        async with self._first_here(customer_id, until):
            key, token = f"huake:lock:{customer_id}", new_id("l")
            fence = await self._take(key, token, until)
            try:
                yield fence
            finally:
                await self._release(key, token)

    @asynccontextmanager
    async def _first_here(self, customer_id: str, until: float) -> AsyncIterator[None]:
        """Queue within this process; only the first one then asks Redis."""
        lock, waiting = self._queues.get(customer_id, (asyncio.Lock(), 0))
        self._queues[customer_id] = (lock, waiting + 1)
        try:
            await self._acquire(lock, customer_id, until)
            try:
                yield
            finally:
                lock.release()
        finally:
            lock, waiting = self._queues.pop(customer_id)
            if waiting > 1:
                self._queues[customer_id] = (lock, waiting - 1)

    async def _acquire(self, lock: asyncio.Lock, customer_id: str, until: float) -> None:
        try:
            await asyncio.wait_for(lock.acquire(), until - time.monotonic())
        except TimeoutError as error:
            raise LockTimeout(customer_id) from error

    async def _take(self, key: str, token: str, until: float) -> int:
        """The fence is drawn with the lock itself, so that a later holder always has a higher one."""
        if left := self._left.get(key):
            await self._release(key, left)
        while not (fence := int(await self._redis.eval(_TAKE, 2, key, _FENCE, token, self._hold_ms))):
            if time.monotonic() > until:
                raise LockTimeout(key)
            await asyncio.sleep(_POLL_S)
        return fence

    async def _release(self, key: str, token: str) -> None:
        self._left[key] = token
        await self._redis.eval(_RELEASE, 1, key, token)
        del self._left[key]
