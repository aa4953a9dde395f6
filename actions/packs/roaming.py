"""A trip as told over turns, and what it costs."""

from typing import Any

from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import bare_number, days_in, days_of
from actions.packs.need import as_need
from actions.packs.offer import packs_shown
from actions.replies.figures import plain_yuan, volume
from actions.replies.reply import Reply, choices, table
from actions.wording import say
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.tariff.need import middle
from recsys.tariff.packs import quote_roaming, recommend_pack
from recsys.tariff.places import place_name


def trip(turn: Turn, action: str) -> dict[str, Any]:
    """``destination`` (codes) and ``days`` as known by now."""
    known = dict(turn.need) if turn.task == action else {}
    return known | _told(turn)


def _told(turn: Turn) -> dict[str, Any]:
    places = [
        code for value in turn.all("destination") for code in (value if isinstance(value, list) else [value])
    ]
    told: dict[str, Any] = {"destination": list(dict.fromkeys(places))} if places else {}
    days = _days(turn)
    return told | {"days": days} if days else told


def abroad(turn: Turn, need: dict[str, Any]) -> dict[str, Any]:
    """The trip whose packs lie on the table, as corrected now: 「不是日本,是韩国」."""
    told = {"destination": need["destinations"], "days": need["days"]} | _told(turn)
    return {name: value for name, value in need.items() if name != "destinations"} | told


def wants_rules(turn: Turn, need: dict[str, Any]) -> bool:
    """A question on how roaming works, not on one's own trip."""
    asked = says(turn.text, "abroad_rules") and turn.question not in ("destination", "days")
    return asked and not need.get("days")


def offered_abroad(engine: Engine, turn: Turn, need: dict[str, Any]) -> Said:
    """Packs that cover the trip as cards, and all options as a table; ``need`` may hold more of PackNeed."""
    places, days = need["destination"], need["days"]
    names = "、".join(place_name(code) for code in places)
    wanted = {name: value for name, value in need.items() if name not in ("destination", "days")}
    wanted |= {"kind": "roaming", "destinations": places, "days": days}
    decision = _decide(engine, turn, wanted)
    if not decision.items:
        return Said([choices("roaming_nothing", places=names)], need=None)
    intro: Reply = {"type": "text", "text": say("roaming_offer", places=names, days=days)}
    return packs_shown(engine, turn, decision, [intro, _options(engine, turn, places, days)], wanted)


def _decide(engine: Engine, turn: Turn, wanted: dict[str, Any]) -> Decision:
    return recommend_pack(
        engine,
        turn.customer_id,
        need=as_need(wanted),
        channel=turn.channel,
        now=turn.at,
        conversation_id=turn.conversation_id,
    )


def _options(engine: Engine, turn: Turn, places: list[str], days: int) -> Reply:
    quotes = quote_roaming(engine, turn.customer_id, places, days, channel=turn.channel, now=turn.at)
    rows = [
        [
            option.pack.title,
            "、".join(place_name(code) for code in quote.destinations),
            say("times", count=option.count),
            volume(option.data_mb),
            f"{plain_yuan(option.total)}{say('yuan')}",
        ]
        for quote in quotes
        for option in quote.options[:4]
    ]
    columns = ["row_pack", "row_places", "row_count", "row_data_all", "row_total"]
    return table(say("roaming_table", days=days), [say(column) for column in columns], rows)


def _days(turn: Turn) -> int | None:
    """Of a duration, of a span of dates, or a bare number as the answer."""
    if duration := turn.first("duration"):
        return middle(days_of(duration)) or None
    span = turn.first("date")
    if isinstance(span, dict) and says(turn.text, "whole_span") and days_in(span) <= 60:
        return days_in(span)
    return bare_number(turn.text) if turn.question == "days" else None
