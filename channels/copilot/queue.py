"""The left column: live conversations as people read them."""

from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.mask import mask_name
from recsys.customers.load import UnknownCustomer, customer
from recsys.service.escalation import CALM
from recsys.service.handoff import reason_title


async def queue_rows(gateway: Gateway) -> list[dict[str, Any]]:
    """Masked name, waiting time, mood, reason and summary of handoff; the queue in its order comes first."""
    now, rows = datetime.now(UTC), []
    for meta in await gateway.conversations.live():
        try:
            person = await run_in_threadpool(customer, gateway.engine, meta["customer_id"])
        except UnknownCustomer:
            continue
        rows.append(_row(meta, mask_name(person.name), now))
    return rows


def _row(meta: dict[str, str], name: str, now: datetime) -> dict[str, Any]:
    return {
        "id": meta["id"],
        "name": name,
        "owner": meta["owner"],
        "agent": meta.get("agent"),
        "channel": meta["channel"],
        "waiting": _waiting(meta.get("waiting_since"), now),
        "reason": reason_title(meta.get("handoff_reason", "")),
        "need": reason_title(meta.get("need", "")) if meta["owner"] == "bot" else "",
        "summary": meta.get("handoff_summary", ""),
        "mood": meta.get("mood", CALM),
        "gist": meta.get("last_text", ""),
    }


def _waiting(since: str | None, now: datetime) -> str | None:
    if since is None:
        return None
    seconds = int((now - datetime.fromisoformat(since)).total_seconds())
    return f"等待{seconds // 60}分{seconds % 60}秒"
