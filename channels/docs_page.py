"""The calls of the gateway as a page; made from the OpenAPI description, without foreign scripts."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from channels.page import draw

router = APIRouter(tags=["pages"], include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the overview."""

    method: str
    path: str
    does: str
    takes: tuple[str, ...]


def calls(openapi: dict[str, Any]) -> list[Call]:
    """All calls, in the order of their addresses."""
    found = [
        Call(method.upper(), path, _first_line(call), tuple(_fields(openapi, call)))
        for path, methods in openapi["paths"].items()
        for method, call in methods.items()
    ]
    return sorted(found, key=lambda call: (call.path, call.method))


def _first_line(call: dict[str, Any]) -> str:
    return str(call.get("description") or call.get("summary", "")).split("\n")[0]


def _fields(openapi: dict[str, Any], call: dict[str, Any]) -> list[str]:
    """Names of parameters and of the body's fields; those that must be there end with *."""
    found = [one["name"] + ("*" if one.get("required") else "") for one in call.get("parameters", [])]
    for content in call.get("requestBody", {}).get("content", {}).values():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        schema = openapi["components"]["schemas"].get(name, {})
        required = schema.get("required", [])
        found += [field + ("*" if field in required else "") for field in schema.get("properties", {})]
    return found


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> Response:
    """Every call with what it does and takes."""
    return draw(request, "docs.html", {"calls": calls(request.app.openapi())})
