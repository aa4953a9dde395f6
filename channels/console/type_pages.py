"""The table of person types: when each holds and how to talk to such people; edited, looked at, applied."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import yaml
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from channels.auth import Staff
from channels.console.member import Marketer, show_to
from channels.console.tag_change_pages import as_seen, moves_shown
from channels.console.tag_pages import definition_of
from channels.gateway import gateway_of
from recsys.tags.change import StaleChange, apply, preview
from recsys.tags.check import type_of
from recsys.tags.phrase import comparison
from recsys.tags.registry import latest
from recsys.tags.schema import COMPANY, Definition, DefinitionError, Value
from recsys.tags.tree import RuleError, expand, expressions, named_tags

KEY, MOST = "person_type", 30
ALLOWED = frozenset(
    {"tag", "list", "and", "or", "not", "known", "in", "has", "=", "!=", "<", "<=", ">", ">="}
)
STALE = "别人刚改过人物类型,请重新打开页面再改。"
FIELDS = ("name", "meaning", "when", "advice")
router = APIRouter(prefix="/console/segments/types", tags=["pages"], include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def table(request: Request, member: Marketer) -> Response:
    """The types in the order in which they are tried."""
    tag = definition_of(gateway_of(request).engine, KEY, member.viewer).tag
    rows = [(one, written(one), comparison(one.when)) for one in tag.values]
    return show_to(member, request, "console/types.html", {"tag": tag, "rows": rows})


def written(value: Value) -> str:
    """The condition as it is edited: one line of YAML."""
    text = yaml.safe_dump(value.when, allow_unicode=True, default_flow_style=True, width=10_000)
    return str(text).removesuffix("...\n").strip()


@router.post("/preview", response_class=HTMLResponse)
async def look(request: Request, member: Marketer, base: Annotated[int, Form()]) -> Response:
    """Who would change their type; nothing is stored. ``base`` is the version that the table shows."""
    form = await request.form()
    engine = gateway_of(request).engine

    def changes() -> dict[str, Any]:
        tag = definition_of(engine, KEY, member.viewer).tag
        if base != tag.version:
            raise StaleChange(KEY)
        return moves_shown(engine, preview(engine, read(form, tag), datetime.now(UTC)))

    try:
        context = await run_in_threadpool(changes)
    except DefinitionError as error:
        return show_to(member, request, "console/tag_moves.html", {"trouble": str(error)}, 422)
    except StaleChange:
        return show_to(member, request, "console/tag_moves.html", {"trouble": STALE}, 422)
    return show_to(
        member, request, "console/tag_moves.html", context | {"apply": "/console/segments/types/apply"}
    )


@router.post("/apply")
async def store(
    request: Request,
    member: Marketer,
    version: Annotated[int, Form()],
    seen: Annotated[str, Form(max_length=64)],
    reason: Annotated[str, Form(min_length=2, max_length=200)],
) -> Response:
    """Apply what was looked at, as the next version, noted in the audit trail."""
    form = await request.form()
    try:
        await run_in_threadpool(_store, request, form, member, (version, seen), reason)
    except DefinitionError as error:
        return show_to(member, request, "console/tag_moves.html", {"trouble": str(error)}, 422)
    except StaleChange:
        return show_to(member, request, "console/tag_moves.html", {"trouble": STALE}, 422)
    return Response(status_code=204, headers={"HX-Redirect": "/console/segments/types"})


def _store(request: Request, form: FormData, member: Staff, looked: tuple[int, str], reason: str) -> None:
    engine = gateway_of(request).engine
    tag = read(form, definition_of(engine, KEY, member.viewer).tag)
    as_seen(tag, looked[1])
    apply(engine, tag, member.id, reason, datetime.now(UTC), looked[0])


def read(form: FormData, tag: Definition) -> Definition:
    """The definition with the rows of the form; empty ones are left out. Raises DefinitionError."""
    columns = [[str(one).strip() for one in form.getlist(name)] for name in FIELDS]
    if len({*map(len, columns)}) != 1 or len(columns[0]) > MOST:
        raise DefinitionError("表格不完整,请重新打开页面再改。")
    rows = [dict(zip(FIELDS, row, strict=True)) for row in zip(*columns, strict=True) if row[0]]
    values = [{**row, "when": _condition(row["name"], row["when"])} for row in rows]
    values.sort(key=lambda value: value["when"] is True)  # who is left over comes last
    data = tag.model_dump(mode="json", exclude={"rule", "values"})
    try:
        return Definition.model_validate(data | {"values": values})
    except ValidationError as error:
        where = error.errors()[0]
        name = rows[int(where["loc"][1])]["name"] if len(where["loc"]) > 1 else tag.title
        raise DefinitionError(f"「{name}」没有填对:名称、含义(至少4个字)和条件都要有。") from error


def _condition(name: str, text: str) -> Any:
    try:
        tree = yaml.safe_load(text)
        json.dumps(tree)
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise DefinitionError(f"「{name}」的条件写法不对,请检查括号、逗号和引号。") from error
    if tree is None:
        raise DefinitionError(f"「{name}」还没有条件;最后一行写 true,表示其余所有人。")
    _only_tags(name, tree)
    _decides(name, tree)
    return tree


def _decides(name: str, tree: Any) -> None:
    """A condition is true or false. Raises DefinitionError."""
    try:
        kind = type_of(expand(tree, {key: item.tree for key, item in latest().by_key.items()}))
    except RuleError:
        kind = None
    if kind != "bool":
        raise DefinitionError(f"「{name}」的条件要能判断「是」或「不是」,请照上面的例子写。")


def _only_tags(name: str, tree: Any) -> None:
    """Types rest on tags that everybody may use. Raises DefinitionError."""
    odd = {str(part[0]) for part in expressions(tree)} - ALLOWED
    known = latest().by_key
    hidden = [key for key in named_tags(tree) if key not in known or not _free(known[key].tag)]
    if odd or hidden:
        what = "、".join(sorted(odd | set(hidden)))
        raise DefinitionError(f"「{name}」的条件只能用全公司可见、不敏感的标签,不能用:{what}。")


def _free(tag: Definition) -> bool:
    return tag.follows and not tag.sensitive and tag.level == COMPANY
