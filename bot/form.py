"""The form of what goes out through the door: what was understood, and replies."""

from __future__ import annotations

from typing import Any

RANKED = 5


def plain(text: str) -> str:
    """Keep a leading slash from being read as an intent; every offset stays where it was."""
    body = text.lstrip()
    return text if not body.startswith("/") else text.replace("/", "／", 1)


def understood(parsed: dict[str, Any]) -> dict[str, Any]:
    """Reduce Rasa's parse to the fields that we promise."""
    entities = [
        {
            "entity": entity["entity"],
            "value": entity["value"],
            "text": entity["text"],
            "start": entity["start"],
            "end": entity["end"],
        }
        for entity in parsed["entities"]
    ]
    ranking = [
        {"name": guess["name"], "confidence": round(guess["confidence"], 4)}
        for guess in parsed.get("intent_ranking", [])[:RANKED]
    ]
    intent = parsed["intent"]
    return {
        "intent": intent["name"],
        "confidence": round(intent["confidence"], 4),
        "ranking": ranking,
        "entities": entities,
    }


def reply(message: dict[str, Any]) -> dict[str, Any]:
    """Bring one collected message into the form of our replies; a button sends its payload as text."""
    if "custom" in message:
        return message["custom"]
    if "buttons" in message:
        options = [{"label": button["title"], "text": button["payload"]} for button in message["buttons"]]
        return {"type": "choices", "text": message.get("text", ""), "options": options}
    return {"type": "text", "text": message["text"]}
