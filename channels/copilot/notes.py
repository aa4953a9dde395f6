"""A note of a call: in a conversation, or of a customer who only called; ten seconds of work."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from channels.api.contact_notes import Note, noted
from channels.auth import Staff, record
from channels.console.draft_form import products
from channels.copilot.member import Agent
from channels.copilot.side import who_of
from channels.gateway import Gateway, gateway_of
from channels.page import draw
from channels.whom import meant
from recsys.contacts.contact import table as contact_table
from recsys.contacts.timeline import contacts_of
from recsys.customers.load import UnknownCustomer, customer
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.codes import code_title
from recsys.ranking.view import ranked_view
from recsys.service.call_note import Noted, table

router = APIRouter(prefix="/copilot/notes", tags=["pages"], include_in_schema=False)
CHANNELS = ("hotline", "hall", "app", "wechat", "web")
RECENT = 20  # contacts among which those of the conversation are looked for
Field = Annotated[str, Form(max_length=64)]


@router.get("", response_class=HTMLResponse)
def page(
    request: Request, member: Agent, customer: Annotated[str, Query(max_length=64)] = "", part: bool = False
) -> Response:
    """Find who called by id or number; who they are, what may be offered, and the form."""
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    context: dict[str, Any] = {"me": member, "asked": customer, "who": None, "trouble": "", "open": None}
    if customer.strip():
        try:
            found = meant(engine, customer)
            context["who"] = who_of(engine, found, now, member.viewer)
        except UnknownCustomer:
            context["trouble"] = "没有这位客户,请核对客户编号或手机号。"
            return draw(request, "copilot/notes.html", context, 404)
        record(engine, member, "customer.read", found, path=request.url.path)
        context |= {"note": blank(engine, found), "view": ranked_view(engine, found, None, now)}
    return draw(request, "copilot/caller.html" if part else "copilot/notes.html", context)


@router.post("", response_class=HTMLResponse)
async def write(
    request: Request,
    member: Agent,
    note_id: Field,
    customer: Field,
    product: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Save it, then give an empty form that says what was done."""
    gateway, form = gateway_of(request), await request.form()
    fields = {
        name: str(form.get(name, "")) for name in ("kind", "channel", "business_type", "result", "content")
    }
    if fields["result"] not in table()["results"].get(fields["kind"], ()):
        return _wrong("请选好种类和结果。")
    spoken = [product] if product else []
    try:
        note = Note.model_validate(
            fields
            | {"note_id": note_id}
            | {name: spoken for name, when in EFFECTS.items() if fields["result"] == table()[when]}
        )
    except ValidationError as error:
        return _wrong(TROUBLE.get(str(error.errors()[0]["loc"][0]), "有一项没有填对,请检查后再存。"))
    try:
        saved = await run_in_threadpool(_save, gateway, customer, note, member)
    except UnknownCustomer:
        return _wrong("没有这位客户,请核对客户编号或手机号。")
    answer = draw(request, "copilot/note.html", {"note": saved})
    answer.headers["HX-Trigger"] = "noted"
    return answer


EFFECTS = {"refused": "refused", "offered": "thought_over"}
TROUBLE = {
    "content": "请写一句通话内容(300个字以内)。",
    "business_type": "请选业务。",
    "channel": "请选渠道。",
}


def _save(gateway: Gateway, who: str, note: Note, member: Staff) -> dict[str, Any]:
    engine = gateway.engine
    found = customer(engine, meant(engine, who)).id
    done = noted(engine, found, note, member)
    return blank(engine, found, like=note) | {"said": said(note, done)}


def blank(
    engine: Engine, customer_id: str, conversation: str | None = None, like: Note | None = None
) -> dict[str, Any]:
    """An empty form: what can be picked, and what the conversation suggests."""
    mine = [one for one in contacts_of(engine, customer_id, limit=RECENT) if conversation]
    about = next((one for one in mine if one.conversation_id == conversation), None)
    business = list(table()["business"])
    topic = like.business_type if like else about.business_type if about else ""
    return {
        "id": new_id("n"),
        "customer": customer_id,
        "results": table()["results"],
        "kind": like.kind if like else about.kind if about else next(iter(table()["results"])),
        "business": business if topic in ("", *business) else [topic, *business],
        "topic": topic,
        "channels": [(one, contact_table()["channels"][one]) for one in CHANNELS],
        "products": products(engine, datetime.now(engine.settings.zone).date()),
        "said": "",
    }


def said(note: Note, done: Noted) -> str:
    """What was done, in a line."""
    parts = [f"{note.kind} · {note.business_type} · {note.result}"]
    parts += [f"工单{done.ticket}"] if done.ticket else []
    parts += ["产品各渠道不再提"] if note.refused else []
    if done.sms.due_at:
        parts.append("5分钟后发挂机短信")
    parts += [f"不发挂机短信:{code_title(code)}" for code in done.sms.refused.values()]
    return ("已记录:" if done.new else "这一笔已经记过:") + ",".join(parts)


def _wrong(text: str) -> Response:
    """Shown in the form."""
    return Response(text, status_code=422, media_type="text/plain; charset=utf-8")
