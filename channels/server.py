"""The gateway's web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from channels import health, problem, security, staff_pages
from channels.api import campaigns, conversations, customers, events, knowledge, messages, offers, token
from channels.app import pages as chat_pages
from channels.console import pages as console_pages
from channels.copilot import pages as copilot_pages
from channels.gateway import open_gateway
from channels.page import make_templates
from channels.wechat import views as wechat
from recsys.settings import Settings

STATIC = Path(__file__).parent / "static"
API = (health, token, messages, conversations, customers, knowledge, offers, events, campaigns, wechat)
PAGES = (staff_pages, chat_pages, copilot_pages, console_pages)


def create_app(settings: Settings) -> FastAPI:
    """Build the application; connections open with its lifespan."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.gateway = open_gateway(settings)
        yield
        await app.state.gateway.close()

    app = FastAPI(title="Huake", version="0.1.0", lifespan=lifespan)
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
