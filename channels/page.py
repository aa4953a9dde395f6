"""Server-rendered pages: one Jinja environment, always escaping."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader

from recsys.campaign.contact_clause import channel_title
from recsys.offer.codes import code_title
from recsys.offer.wording import volume
from recsys.service.escalation import mood_title
from recsys.tags.store import TagValue
from recsys.tags.wording import shown

HERE = Path(__file__).parent
LINES = {"mobile": "套餐", "pack": "包", "service": "增值业务", "broadband": "宽带", "wealth": "理财"}


def yuan(fen: int) -> str:
    """38.50元, from fen; the sign stands before."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}元"


def month_title(month: str) -> str:
    """2026年10月, from 2026-10."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def tag_value(tag: TagValue) -> str:
    """A tag's value in the unit that people read; a flag has none."""
    if isinstance(tag.value, bool):
        return ""
    if isinstance(tag.value, int) and (show := {"money": yuan, "data": volume}.get(tag.type)):
        return show(tag.value)
    if isinstance(tag.value, list):
        return "、".join(map(str, tag.value))
    if isinstance(tag.value, float):
        return f"{tag.value:.2f}".rstrip("0").rstrip(".")
    return _value_titles().get(str(tag.value), str(tag.value))


def tag_shown(value: Any, kind: str) -> str:
    """A value of a tag of that type, where no customer has it."""
    return shown(value, {"money": "fen", "data": "mb"}.get(kind, ""))


@cache
def _value_titles() -> dict[str, str]:
    """Codes of channels and the like in words."""
    titles: dict[str, str] = yaml.safe_load((HERE / "value_titles.yml").read_text("utf-8"))
    return titles


@cache
def intent_titles() -> dict[str, str]:
    """What staff read for each intent."""
    titles: dict[str, str] = yaml.safe_load((HERE / "intent_titles.yml").read_text("utf-8"))
    return titles


def make_templates(zone: ZoneInfo) -> Jinja2Templates:
    """Build it once; times are shown in ``zone``."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def clock(at: str) -> str:
        """The year is said where it is another one."""
        then = datetime.fromisoformat(at).astimezone(zone)
        same = then.year == datetime.now(zone).year
        return then.strftime("%m月%d日 %H:%M" if same else "%Y年%m月%d日 %H:%M")

    def day_clock(at: str) -> str:
        return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")

    filters: dict[str, Any] = {
        "day_clock": day_clock,
        "yuan": yuan,
        "month_title": month_title,
        "clock": clock,
        "code_title": code_title,
        "mood_title": mood_title,
        "tag_value": tag_value,
        "tag_shown": tag_shown,
        "contact_channel": channel_title,
        "line_title": lambda line: LINES.get(line, "其他"),
        "channel_title": lambda channel: _value_titles().get(channel, "系统"),
        "intent_title": lambda intent: intent_titles().get(intent, "其他"),
    }
    env.filters.update(filters)
    return Jinja2Templates(env=env)


def draw(request: Request, name: str, context: dict[str, Any], status: int = 200) -> Response:
    """Render a template of the application that serves the request."""
    page: Response = request.app.state.templates.TemplateResponse(request, name, context, status_code=status)
    return page
