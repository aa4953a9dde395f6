"""A month's use as a card."""

from actions.cards.plan import directed_fact
from actions.message.cues import says
from actions.replies.figures import month_title, volume, yuan
from actions.replies.reply import Reply, fact
from actions.wording import options, say
from recsys.tariff.usage import Gauge, UsageNow

_GAUGES = {
    "voice": "fact_voice",
    "messages": "fact_sms",
    "directed": "fact_directed",
    "data_word": "fact_data",
}


def usage_messages(now: UsageNow, asked: str = "") -> list[Reply]:
    """One card with what is left, and a word on speed or charges when there is something to say.

    ``asked`` are words that may name one gauge: then it stands alone.
    """
    key = "usage_running" if now.current else "usage_last"
    title = say(key, month=month_title(now.month), days=now.days_left)
    facts = [_fact("fact_data", _volumes(now.data), now.data.share)]
    if now.directed.allowed:
        facts.append(directed_fact(_volumes(now.directed), now.directed_apps, now.directed.share))
    facts.append(_fact("fact_voice", _counts(now.voice, "minutes"), now.voice.share))
    if now.sms.used or now.sms.allowed:
        facts.append(_fact("fact_sms", _counts(now.sms, "messages"), now.sms.share))
    if now.carried_mb:
        facts.append(_fact("fact_carried", volume(now.carried_mb), None))
    one = next((say(label) for cue, label in _GAUGES.items() if asked and says(asked, cue)), None)
    facts = [fact for fact in facts if fact["label"] == one] or facts
    card: Reply = {
        "type": "card",
        "kind": "service",
        "title": title,
        "facts": facts,
        "reasons": [],
        "note": _note(now),
        "actions": options("usage_card_options"),
    }
    return [card]


def _note(now: UsageNow) -> str:
    over = now.bill.sum_of("data", "data_cap", "voice", "sms", "mms")
    if now.throttled:
        return say("usage_slow")
    if over > 0:
        return say("usage_over" if now.current else "usage_over_last", cost=yuan(over))
    return say("usage_fine" if now.current else "usage_delay")


def _fact(label: str, value: str, share: float | None) -> Reply:
    return fact(say(label), value, share)


def _volumes(gauge: Gauge) -> str:
    return say("gauge", left=volume(gauge.left), used=volume(gauge.used), allowed=volume(gauge.allowed))


def _counts(gauge: Gauge, unit: str) -> str:
    if not gauge.allowed:
        return say("gauge_none", used=say(unit, count=gauge.used))
    return say(
        "gauge",
        left=say(unit, count=gauge.left),
        used=say(unit, count=gauge.used),
        allowed=say(unit, count=gauge.allowed),
    )
