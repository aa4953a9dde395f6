"""What WeChat sends, as one plain value.

Source: WeChat Official Account documentation, "接收普通消息" and "接收事件推送".
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring


class MalformedMessage(ValueError):
    """Not a message we can read."""


@dataclass(frozen=True, slots=True)
class WechatMessage:
    """``kind`` is the MsgType (text, voice, image, location, link, event …)."""

    to_user: str
    openid: str
    created: int
    kind: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def event(self) -> str:
        """Lower-case event name of an event message, else empty."""
        return self.fields.get("Event", "").lower() if self.kind == "event" else ""

    @property
    def key(self) -> str:
        """What stays the same when WeChat delivers it again."""
        if number := self.fields.get("MsgId"):
            return number
        return f"{self.openid}:{self.created}:{self.event}:{self.fields.get('EventKey', '')}"


def children(xml: bytes | str) -> dict[str, str]:
    """Text of the root's children; nested ones as ``Parent.Child``. Raises MalformedMessage."""
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise MalformedMessage("the body is not the XML that WeChat sends") from error
    found = {child.tag: child.text or "" for child in root}
    found |= {f"{child.tag}.{grand.tag}": grand.text or "" for child in root for grand in child}
    return found


def read_message(xml: bytes | str) -> WechatMessage:
    """Parse one decrypted message; raises MalformedMessage."""
    found = children(xml)
    try:
        message = WechatMessage(
            to_user=found.pop("ToUserName"),
            openid=found.pop("FromUserName"),
            created=int(found.pop("CreateTime")),
            kind=found.pop("MsgType"),
            fields=found,
        )
    except (KeyError, ValueError) as error:
        raise MalformedMessage(f"a field is missing or wrong: {error}") from error
    if not 0 < message.created < 2**32 or not message.openid:
        raise MalformedMessage("CreateTime or FromUserName is wrong")
    return message


def as_text(message: WechatMessage) -> str:
    """What the customer says with it; empty when there is nothing to understand (an image …)."""
    fields = message.fields
    if message.kind == "text":
        return fields.get("Content", "")
    if message.kind == "voice":
        return fields.get("Recognition", "")
    if message.kind == "link":
        return f"{fields.get('Title', '')} {fields.get('Description', '')}".strip()
    if message.event == "click":
        return fields.get("EventKey", "")
    return ""


def kind_of(message: WechatMessage) -> str:
    """The kind as turns know it; a menu item stands for the words in it."""
    if message.event:
        return "text"
    return message.kind if message.kind in ("text", "voice", "image", "location", "link") else "other"
