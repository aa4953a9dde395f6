"""Our structured replies as WeChat text: cards become short lists, choices become numbered lines."""

from typing import Any

MAX_BYTES = 2048  # of one text message


def as_wechat_text(replies: list[dict[str, Any]]) -> str:
    """One text of at most 2,048 bytes of UTF-8, cut at a line."""
    text = "\n\n".join(part for part in map(_one, replies) if part)
    if len(text.encode()) <= MAX_BYTES:
        return text
    lines: list[str] = []
    for line in text.splitlines():
        if len("\n".join([*lines, line, "…"]).encode()) > MAX_BYTES:
            break
        lines.append(line)
    return "\n".join([*lines, "…"]) if lines else text.encode()[: MAX_BYTES - 3].decode(errors="ignore") + "…"


def _one(reply: dict[str, Any]) -> str:
    draw = _DRAW.get(reply["type"])
    return draw(reply) if draw else ""


def _text(reply: dict[str, Any]) -> str:
    return str(reply["text"])


def _choices(reply: dict[str, Any]) -> str:
    options = [f"· 回复「{option['text']}」" for option in reply["options"]]
    return "\n".join([reply.get("text", ""), *options]).strip()


def _card(reply: dict[str, Any]) -> str:
    lines = [f"【{reply['title']}】" + (f" {reply['price']}" if reply.get("price") else "")]
    lines += [f"{fact['label']}:{fact['value']}" for fact in reply.get("facts", [])]
    if reply.get("saving"):
        lines.append(reply["saving"]["text"])
    lines += reply.get("reasons", [])
    lines += [reply["note"]] if reply.get("note") else []
    lines += [f"· 回复「{action['text']}」" for action in reply.get("actions", [])]
    return "\n".join(lines)


def _table(reply: dict[str, Any]) -> str:
    rows = [" | ".join(map(str, row)) for row in [reply["columns"], *reply["rows"]]]
    return "\n".join([reply["title"], *rows])


def _chart(reply: dict[str, Any]) -> str:
    lines = [reply["title"]]
    for series in reply["series"]:
        points = zip(reply["x"], series["values"], strict=True)
        lines += [f"{label}:{value}{reply['unit']}" for label, value in points]
    return "\n".join(lines)


_DRAW = {"text": _text, "choices": _choices, "card": _card, "table": _table, "chart": _chart}
