"""Errors as RFC 9457 problem details whose ``detail`` says what to do."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from channels.page import draw

MEDIA_TYPE = "application/problem+json"
TITLES = {401: "Not logged in", 403: "Not allowed", 404: "Not found", 409: "Conflict", 422: "Invalid input"}
PAGE_TITLES = {403: "不能打开这个页面", 404: "没有找到"}
HINTS = {
    404: "There is nothing at this address: see /docs for the calls.",
    405: "This address does not take that method: see /docs for the calls.",
}


class Problem(HTTPException):
    """Raise it anywhere in a request; ``detail`` tells the caller what to do."""


def problem_response(status: int, detail: str, **extra: object) -> JSONResponse:
    """Build the response; ``extra`` fields stand beside the standard ones."""
    title = TITLES.get(status, "Unavailable" if status >= 500 else "Refused")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | extra
    return JSONResponse(body, status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of the app in this form."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(RedisError, _store_down)
    app.add_exception_handler(OperationalError, _store_down)


def _in_browser(request: Request) -> bool:
    """Whether somebody has opened an address, rather than a program or a part of a page."""
    opened = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return opened and "hx-request" not in request.headers and not request.url.path.startswith("/api/")


def _page(request: Request, status: int, detail: str) -> Response:
    """The refusal as a page."""
    shown = {"title": PAGE_TITLES.get(status, "打不开这个页面"), "detail": detail, "staff": status == 403}
    return draw(request, "refused.html", shown, status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    ours = isinstance(error, Problem)
    response: Response
    if _in_browser(request):
        told = str(error.detail) if ours else "没有这个地址,请检查一下,或者从首页重新进入。"
        response = _page(request, error.status_code, told)
    else:
        detail = str(error.detail) if ours else HINTS.get(error.status_code, str(error.detail))
        response = problem_response(error.status_code, detail)
    response.headers.update(error.headers or {})
    return response


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "message": item["msg"]}
        for item in error.errors()
    ]
    told = "; ".join(f"{item['field'] or 'body'}: {item['message']}" for item in errors)
    return problem_response(422, f"Correct these fields and send again: {told}", errors=errors)


async def _store_down(_: Request, __: Exception) -> JSONResponse:
    response = problem_response(
        503, "A store is unreachable. Send the same again in some seconds: nothing is done twice."
    )
    response.headers["Retry-After"] = "3"
    return response


def broken() -> JSONResponse:
    """The answer to an error that nobody foresaw."""
    return problem_response(500, "Something broke here and was logged. Try again; if it stays, tell us.")
