"""The customer's chat page for app and web."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from redis.exceptions import RedisError
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from channels.auth import CUSTOMER_COOKIE, CUSTOMER_HOURS, customer_token
from channels.entry import Entry
from channels.gateway import gateway_of
from channels.live import event_stream
from channels.message import Incoming
from channels.page import draw
from channels.problem import Problem
from channels.turn import StillRunning
from channels.whom import Speaking, speaking
from channels.wording import say
from recsys.customers.load import UnknownCustomer, customer
from recsys.customers.population.stories import stories

router = APIRouter(prefix="/chat", tags=["pages"], include_in_schema=False)
CHANNEL, POST = "app", "/chat/messages"


@router.get("", response_class=HTMLResponse)
async def page(request: Request) -> Response:
    """The conversation of the customer who is logged in; in the demo, a choice of customers."""
    gateway = gateway_of(request)
    try:
        customer_id = await run_in_threadpool(speaking, request)
        person = await run_in_threadpool(customer, gateway.engine, customer_id)
    except (Problem, UnknownCustomer):
        people = stories() if gateway.settings.demo else []
        return draw(request, "chat/who.html", {"people": people})
    conversation = await gateway.conversations.current(customer_id, CHANNEL)
    entries = await gateway.conversations.transcript(conversation)
    context = {
        "name": person.name,
        "conversation": conversation,
        "entries": entries,
        "after": entries[-1].id if entries else "0",
        "openers": say("openers").split("|"),
        "post": POST,
        "staff": False,
    }
    return draw(request, "chat/page.html", context)


@router.post("/login")
async def log_in(request: Request, customer_id: Annotated[str, Form()]) -> RedirectResponse:
    """Demo only: speak as one of the named customers."""
    settings = gateway_of(request).settings
    if not settings.demo or customer_id not in {person["id"] for person in stories()}:
        raise Problem(403, "Choosing a customer works in the demo only: log in through your app.")
    response = RedirectResponse("/chat", status_code=303)
    token = customer_token(settings.jwt_key, customer_id, datetime.now(UTC))
    response.set_cookie(
        CUSTOMER_COOKIE, token, max_age=CUSTOMER_HOURS * 3600, httponly=True, samesite="strict"
    )
    return response


@router.post("/logout")
async def log_out() -> RedirectResponse:
    """Forget who speaks."""
    response = RedirectResponse("/chat", status_code=303)
    response.delete_cookie(CUSTOMER_COOKIE)
    return response


@router.post("/messages")
async def post_message(
    request: Request,
    customer_id: Speaking,
    text: Annotated[str, Form(max_length=100_000)] = "",
    message_id: Annotated[str, Form(min_length=8, max_length=64)] = "",
) -> Response:
    """Take a turn; what is said appears through the stream."""
    message = Incoming(customer_id, CHANNEL, text, message_id, datetime.now(UTC))
    try:
        outcome = await gateway_of(request).turns.take(message)
    except StillRunning:
        return Response(status_code=409)
    except RedisError:
        return Response(status_code=503)
    shown = request.headers.get("hx-current-conversation", outcome.conversation_id)
    refresh = {"HX-Refresh": "true"} if shown != outcome.conversation_id else None
    return Response(status_code=204, headers=refresh)


@router.get("/stream")
async def stream(
    request: Request, customer_id: Speaking, conversation: str, after: str = "0"
) -> EventSourceResponse:
    """What is said in the customer's own conversation, as ready HTML."""
    gateway, template = gateway_of(request), request.app.state.templates.get_template("reply/entry.html")
    meta = await gateway.conversations.meta(conversation)
    if meta.get("customer_id") != customer_id:
        raise Problem(404, "There is no such conversation for you: reload the page.")

    def as_html(entry: Entry) -> str:
        html: str = template.render(entry=entry, post=POST, staff=False)
        return html

    return event_stream(request, gateway.conversations, conversation, after, as_html)
