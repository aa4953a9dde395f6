"""One holder at a time for each customer, also between processes, and a fence that only grows."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from channels.gateway import open_redis
from channels.lock import CustomerLocks, LockTimeout
from recsys.engine import Engine
from tests.fixtures.front import CHEN, WANG


@pytest.fixture
async def store(engine: Engine) -> AsyncIterator[Redis]:
    """An empty Redis."""
    redis = open_redis(engine.settings.redis_url)
    yield redis
    await redis.aclose()


async def test_two_processes_never_hold_the_same_customer_and_fences_grow(store: Redis) -> None:
    processes = [CustomerLocks(store, hold_s=5, wait_s=10) for _ in range(4)]
    inside, most, fences = 0, 0, []

    async def work(locks: CustomerLocks) -> None:
        nonlocal inside, most
        async with locks.hold(WANG) as held:
            inside += 1
            most = max(most, inside)
            fences.append(held.fence)
            await asyncio.sleep(0.005)
            inside -= 1

    await asyncio.gather(*(work(processes[n % 4]) for n in range(40)))
    assert most == 1 and len(fences) == 40
    assert fences == sorted(set(fences)), "who holds later has a higher fence"


async def test_within_a_process_the_first_to_come_is_the_first_to_go(store: Redis) -> None:
    locks, order = CustomerLocks(store, hold_s=5, wait_s=10), []

    async def work(number: int) -> None:
        async with locks.hold(WANG):
            order.append(number)

    await asyncio.gather(*(work(number) for number in range(30)))
    assert order == list(range(30))


async def test_another_customer_does_not_wait(store: Redis) -> None:
    locks = CustomerLocks(store, hold_s=5, wait_s=0.3)
    async with locks.hold(WANG), locks.hold(CHEN):
        with pytest.raises(LockTimeout):
            async with locks.hold(WANG):
                pass


async def test_a_dead_holder_frees_the_customer_after_its_time(store: Redis) -> None:
    dead, living = CustomerLocks(store, hold_s=0.3, wait_s=1), CustomerLocks(store, hold_s=5, wait_s=2)
    holding = dead.hold(WANG)
    before = (await holding.__aenter__()).fence  # and never leaves
    async with living.hold(WANG) as held:
        assert held.fence > before
        await holding.__aexit__(None, None, None)  # it wakes up, and must not free what is no longer its own
        with pytest.raises(LockTimeout):
            async with CustomerLocks(store, hold_s=5, wait_s=0.2).hold(WANG):
                pass


async def test_a_time_out_of_the_work_itself_is_not_taken_for_the_lock(store: Redis) -> None:
    locks = CustomerLocks(store, hold_s=5, wait_s=1)
    with pytest.raises(TimeoutError, match="the work"):
        async with locks.hold(WANG):
            raise TimeoutError("the work")
    async with locks.hold(WANG):
        pass


async def test_what_is_asked_with_the_lock_is_answered_as_it_stands_when_the_lock_is_had(
    store: Redis,
) -> None:
    first, second = CustomerLocks(store, hold_s=5, wait_s=2), CustomerLocks(store, hold_s=5, wait_s=2)

    async def read() -> str:
        async with second.hold(WANG, lambda pipe: pipe.get("said")) as held:
            return str(held.asked[0])

    async with first.hold(WANG):
        reading = asyncio.create_task(read())
        await asyncio.sleep(0.1)
        await store.set("said", "late")
    assert await reading == "late"


async def test_a_lock_that_was_released_with_the_last_step_is_not_released_again(store: Redis) -> None:
    locks = CustomerLocks(store, hold_s=5, wait_s=1)
    async with locks.hold(WANG) as held:
        await store.delete(held.key)
        held.released = True
        await store.set(held.key, held.token)  # whose it is now is none of our business
    assert await store.get(held.key) == held.token


async def test_nothing_is_remembered_of_customers_who_are_gone(store: Redis) -> None:
    locks = CustomerLocks(store, hold_s=5, wait_s=1)
    for number in range(20):
        async with locks.hold(f"c{number}"):
            pass
    assert not locks._queues and not locks._left
    assert await store.keys("huake:lock:c*") == []
