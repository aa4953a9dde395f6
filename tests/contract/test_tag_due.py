"""The end of a tag, to the second: nobody sees it after, and what follows it comes by itself."""

from datetime import UTC, datetime, timedelta

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle, sweep
from recsys.tags.store import TagValue, tags_of
from tests.fixtures.stores import NOW

CHEN = "c000002"
SECOND = timedelta(seconds=1)


def complaint(days: float, ticket: str) -> Event:
    at = NOW + timedelta(days=days)
    return Event("complaint.raised", CHEN, at, "hotline", "customer", {"ticket": ticket})


def catch_up(store: Engine, now: datetime, *, every: bool = False) -> None:
    """What a running worker does all the time."""
    while sweep(store, now, every=every):
        settle(store)


def tag(store: Engine, key: str, at: datetime) -> TagValue | None:
    return next((one for one in tags_of(store, CHEN, at) if one.key == key), None)


def test_a_count_goes_down_in_the_second_in_which_its_window_ends(store: Engine) -> None:
    publish(store, [complaint(0, "t1"), complaint(10, "t2")])
    settle(store)
    ends = NOW + timedelta(days=90)
    before = tag(store, "recent_complaint", ends - SECOND)
    assert before is not None and before.value == 2
    assert tag(store, "recent_complaint", ends) is None, "nobody sees two any more"
    catch_up(store, ends)
    after = tag(store, "recent_complaint", ends)
    assert after is not None and (after.value, after.since) == (1, ends)
    assert tag(store, "recent_complaint", ends + timedelta(days=10)) is None


def test_a_birthday_brings_the_next_age_band_at_midnight_in_the_zone_of_the_customer(store: Engine) -> None:
    profile = {"profile": {"born": "1991-01-02"}}
    publish(store, [Event("customer.updated", CHEN, NOW, "hall", "agent", profile)])
    settle(store)
    birthday = datetime(2027, 1, 1, 16, tzinfo=UTC)  # 2 January in Shanghai
    before = tag(store, "age_band", birthday - SECOND)
    assert before is not None and before.value == "26–35岁"
    catch_up(store, birthday)
    after = tag(store, "age_band", birthday)
    assert after is not None and (after.value, after.since) == ("36–45岁", birthday)


def test_ends_that_nobody_noticed_in_redis_are_found_in_the_table(store: Engine) -> None:
    publish(store, [complaint(0, "t1")])
    settle(store)
    store.redis.flushall()
    later = NOW + timedelta(days=91)
    assert sweep(store, later) == 0
    catch_up(store, later, every=True)
    assert tag(store, "quiet", later) is not None or tag(store, "last_contact_band", later) is not None
    assert replay(store).differences == ()
