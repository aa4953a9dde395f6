"""Send a campaign: each customer once, checked again at the moment of sending, every outcome kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import redis

from kb.catalogue.schema import Item
from recsys.campaign.campaign import load
from recsys.campaign.preview import refusal
from recsys.campaign.push import counts, in_state, move
from recsys.campaign.wording import say
from recsys.contacts.contact_policy import release_contact, reserve_contact
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.sql import schema as t

# Delivers replies to a customer; returns a failure code, or none when it was sent.
Send = Callable[[str, list[dict[str, Any]]], str | None]
INTERRUPTED = "interrupted"  # nobody knows whether it arrived, so it is not sent again
LEASE_MS = 60_000  # far longer than one delivery may take
_RENEW = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('pexpire', KEYS[1], ARGV[2])
"""
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class AlreadySending(Exception):
    """Somebody is sending this campaign right now."""


def send_planned(
    engine: Engine, campaign_id: str, send: Send, clock: Callable[[], datetime]
) -> dict[str, int]:
    """Send what is planned; stopped halfway, the next call goes on with the rest.

    What a dead sender had begun is ``failed`` with ``interrupted``. Raises AlreadySending while another
    one is alive, UnknownCampaign, and RedisError before anything is sent.
    """
    draft, _ = load(engine, campaign_id)
    item = engine.catalogue.items[draft.product_id]
    with _lease(engine, campaign_id) as still_mine:
        _settle_interrupted(engine, campaign_id, clock())
        while rows := in_state(engine, campaign_id, "planned"):
            for row in rows:
                if not still_mine():
                    raise AlreadySending(campaign_id)
                send_one(engine, row, item, send, clock())
        with engine.write() as connection:
            sent = t.campaigns.update().where(t.campaigns.c.id == campaign_id).values(state="sent")
            connection.execute(sent)
    return counts(engine, campaign_id)


@contextmanager
def _lease(engine: Engine, campaign_id: str) -> Iterator[Callable[[], bool]]:
    """Be the only sender of the campaign; gives a way to renew it that tells when it was lost."""
    key, token = f"huake:campaign:{campaign_id}:sender", new_id("l")
    if not engine.redis.set(key, token, nx=True, px=LEASE_MS):
        raise AlreadySending(campaign_id)
    try:
        yield lambda: bool(engine.redis.eval(_RENEW, 1, key, token, str(LEASE_MS)))
    finally:
        with suppress(redis.RedisError):  # it ends by itself
            engine.redis.eval(_RELEASE, 1, key, token)


def _settle_interrupted(engine: Engine, campaign_id: str, now: datetime) -> None:
    while rows := in_state(engine, campaign_id, "sending"):
        for row in rows:
            move(engine, row, "sending", "failed", INTERRUPTED, now)


def send_one(engine: Engine, row: dict[str, Any], item: Item, send: Send, now: datetime) -> None:
    """Claim the row, take a contact slot, send; give the slot back when nothing went out."""
    if not move(engine, row, "planned", "sending", None, now):
        return
    customer_id, channel = row["customer_id"], row["channel"]
    code, slot = refusal(engine, customer_id, item, channel, now), None
    if code is None:
        slot, code = reserve_contact(engine, customer_id, channel, "marketing", item.id, now)
    if slot is None:
        move(engine, row, "sending", "suppressed", code, now)
        return
    failure = send(customer_id, _replies(row, item))
    if failure and failure != INTERRUPTED:
        release_contact(engine, slot)
    move(engine, row, "sending", "failed" if failure else "sent", failure, now)


def _replies(row: dict[str, Any], item: Item) -> list[dict[str, Any]]:
    options = [
        {"label": say("about_label"), "text": say("about_text", title=item.title)},
        {"label": say("stop_label"), "text": say("stop_text")},
    ]
    return [{"type": "choices", "text": row["text"], "options": options, "push_id": row["id"]}]
