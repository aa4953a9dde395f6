"""The gateway's web application."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from channels import docs_page, health, problem, security, staff_pages
from channels.api import (
    campaigns,
    contact_notes,
    contacts,
    conversations,
    customers,
    events,
    knowledge,
    lists,
    messages,
    offers,
    records,
    segments,
    token,
)
from channels.app import pages as chat_pages
from channels.console import (
    campaign_pages,
    contact_pages,
    draft_pages,
    list_pages,
    record_pages,
    segment_pages,
    stage_pages,
    tag_change_pages,
    tag_pages,
    type_pages,
)
from channels.console import pages as console_pages
from channels.copilot import acts as copilot_acts
from channels.copilot import notes as copilot_notes
from channels.copilot import pages as copilot_pages
from channels.copilot import watch as copilot_watch
from channels.gateway import Gateway, open_gateway
from channels.page import make_templates
from channels.push import receipts
from channels.push.due import send_when_due
from channels.warm import warm_up
from channels.wechat import views as wechat
from recsys.settings import Settings

STATIC = Path(__file__).parent / "static"
API = (
    health,
    token,
    messages,
    conversations,
    contact_notes,
    contacts,
    customers,
    lists,
    records,
    knowledge,
    offers,
    events,
    campaigns,
    segments,
    receipts,
    wechat,
)
PAGES = (
    docs_page,
    staff_pages,
    chat_pages,
    copilot_pages,
    copilot_notes,
    copilot_acts,
    copilot_watch,
    console_pages,
    contact_pages,
    tag_change_pages,
    tag_pages,
    list_pages,
    record_pages,
    draft_pages,
    campaign_pages,
    type_pages,
    stage_pages,
    segment_pages,
)


def create_app(settings: Settings, opened: Callable[[Settings], Gateway] = open_gateway) -> FastAPI:
    """Build the application; ``opened`` gives the gateway when its lifespan begins."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.gateway = opened(settings)
        warming = asyncio.create_task(warm_up(app.state.gateway.engine))
        due = asyncio.create_task(send_when_due(app.state.gateway))
        yield
        due.cancel()
        await asyncio.wait([warming])
        if app.state.late_answers:
            await asyncio.wait(app.state.late_answers, timeout=settings.turn_deadline_s)
        await app.state.gateway.close()

    app = FastAPI(title="Huake", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.late_answers = set()
    app.state.templates = make_templates(settings.zone)
    problem.install(app)
    staff_pages.install(app)
    security.install(app)
    for part in (*API, *PAGES):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
