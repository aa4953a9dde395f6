"""One turn at a time for each customer, over all gateway processes, in order of arrival here."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
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


@dataclass
class Held:
    """A lock while it is held. ``fence`` grows with every holder; ``asked`` are the answers to what was asked
    together with the taking. Who has released it in a step of their own sets ``released``.
    """

    fence: int
    key: str = ""
    token: str = ""
    asked: Sequence[Any] = ()
    released: bool = False


def nothing(pipe: Any) -> None:
    """Ask for nothing else."""


class CustomerLocks:
    """``hold_s`` frees a lock whose holder died; ``wait_s`` bounds the waiting."""

    def __init__(self, redis: Redis, hold_s: float, wait_s: float) -> None:
        self._redis: Any = redis
        self._hold_ms = int(hold_s * 1000)
        self._wait_s = wait_s
        self._left: dict[str, str] = {}  # what could not be released, because Redis was down
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, customer_id: str, ask: Callable[[Any], None] = nothing) -> AsyncIterator[Held]:
        """Hold the customer's lock. ``ask`` queues commands that go to Redis behind the taking, each time
        that it is tried: they must do no harm without the lock.

        Raises LockTimeout when the lock is not free in time.
        """
        until = time.monotonic() + self._wait_s
        async with self._first_here(customer_id, until):
            held = await self._take(Held(0, f"huake:lock:{customer_id}", new_id("l")), ask, until)
            try:
                yield held
            finally:
                if not held.released:
                    await self._release(held.key, held.token)

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

    async def _take(self, held: Held, ask: Callable[[Any], None], until: float) -> Held:
        """The fence is drawn with the lock itself, so that a later holder always has a higher one."""
        if left := self._left.get(held.key):
            await self._release(held.key, left)
        while not held.fence:
            pipe = self._redis.pipeline(transaction=False)
            pipe.eval(_TAKE, 2, held.key, _FENCE, held.token, self._hold_ms)
            ask(pipe)
            held.fence, *held.asked = await pipe.execute()
            if not held.fence:
                if time.monotonic() > until:
                    raise LockTimeout(held.key)
                await asyncio.sleep(_POLL_S)
        return held

    async def _release(self, key: str, token: str) -> None:
        self._left[key] = token
        await self._redis.eval(_RELEASE, 1, key, token)
        del self._left[key]
