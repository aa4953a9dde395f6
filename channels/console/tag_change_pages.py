"""Change a definition: write it, see who enters and leaves, then apply it."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from channels.auth import Staff
from channels.console.member import Marketer, show_to
from channels.console.sample import masked
from channels.console.tag_pages import definition_of
from channels.gateway import gateway_of
from channels.problem import Problem
from recsys.engine import Engine
from recsys.tags.change import SAMPLE, Preview, StaleChange, apply, preview
from recsys.tags.definition import read_text
from recsys.tags.registry import latest
from recsys.tags.schema import Definition, DefinitionError
from recsys.tags.written import as_yaml

router = APIRouter(prefix="/console/tags", tags=["pages"], include_in_schema=False)
STALE = "别人刚改过这个定义,请重新打开页面再改。"
Written = Annotated[str, Form(max_length=20_000)]


def approver(member: Marketer) -> Staff:
    """Changing a definition is a decision of approvers and administrators."""
    if member.role not in ("approver", "admin"):
        raise Problem(403, "修改标签定义要审批人或管理员,请换一个账号登录。")
    return member


Approver = Annotated[Staff, Depends(approver)]


@router.get("/{key}/change", response_class=HTMLResponse)
def form(request: Request, key: str, member: Approver) -> Response:
    """The definition as it is, to be edited."""
    item = definition_of(gateway_of(request).engine, key, member.viewer)
    context = {"tag": item.tag, "text": as_yaml(item.tag)}
    return show_to(member, request, "console/tag_change.html", context)


@router.post("/{key}/preview", response_class=HTMLResponse)
def look(
    request: Request, key: str, member: Approver, text: Written, base: Annotated[int, Form()]
) -> Response:
    """Who would get the tags that depend on it, and who would lose them; nothing is stored.

    ``base`` is the version that was edited.
    """
    engine = gateway_of(request).engine
    try:
        seen = preview(engine, _read(text, key), datetime.now(UTC))
    except DefinitionError as error:
        return show_to(member, request, "console/tag_moves.html", {"trouble": str(error)}, 422)
    if seen.tag.version != base + 1:
        return show_to(member, request, "console/tag_moves.html", {"trouble": STALE}, 422)
    shown = moves_shown(engine, seen) | {"apply": f"/console/tags/{key}/apply"}
    return show_to(member, request, "console/tag_moves.html", shown)


def moves_shown(engine: Engine, seen: Preview) -> dict[str, Any]:
    """Who enters and leaves each tag, a few of them masked."""
    tags = {key: item.tag for key, item in latest().by_key.items()} | {seen.tag.key: seen.tag}
    with_names = [
        (
            moves,
            tags[moves.key].title,
            [masked(engine, one) for one in moves.enters[:SAMPLE]],
            [masked(engine, one) for one in moves.leaves[:SAMPLE]],
            moves.between if tags[moves.key].values else (),
        )
        for moves in seen.moves
    ]
    return {"trouble": "", "seen": seen, "digest": digest(seen.tag), "moves": with_names}


@router.post("/{key}/apply")
def store(
    request: Request,
    key: str,
    member: Approver,
    text: Written,
    version: Annotated[int, Form()],
    seen: Annotated[str, Form(max_length=64)],
    reason: Annotated[str, Form(min_length=2, max_length=200)],
) -> Response:
    """Apply what was looked at."""
    engine = gateway_of(request).engine
    try:
        tag = _read(text, key)
        as_seen(tag, seen)
        apply(engine, tag, member.id, reason, datetime.now(UTC), version)
    except DefinitionError as error:
        return show_to(member, request, "console/tag_moves.html", {"trouble": str(error)}, 422)
    except StaleChange:
        return show_to(member, request, "console/tag_moves.html", {"trouble": STALE}, 422)
    return Response(status_code=204, headers={"HX-Redirect": f"/console/tags/{key}"})


def as_seen(tag: Definition, seen: str) -> None:
    """What is applied is what was looked at. Raises DefinitionError."""
    if digest(tag) != seen:
        raise DefinitionError("看过变化以后又改动了,请先再看一次变化,再应用。")


def digest(tag: Definition) -> str:
    """The definition but for its version, in 16 characters."""
    return sha256(tag.model_dump_json(exclude={"version"}).encode()).hexdigest()[:16]


def _read(text: str, key: str) -> Definition:
    tags = read_text(text, "定义")
    if len(tags) != 1 or tags[0].key != key:
        raise DefinitionError(f"这里只能改「{key}」这一个标签,key 不能变。")
    return tags[0]
