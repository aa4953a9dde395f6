"""Errors as RFC 9457 problem details whose ``detail`` says what to do."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from channels.page import draw

MEDIA_TYPE = "application/problem+json"
TITLES = {401: "Not logged in", 403: "Not allowed", 404: "Not found", 409: "Conflict", 422: "Invalid input"}
PAGE_TITLES = {403: "不能打开这个页面", 404: "没有找到", 503: "系统正忙"}
INCOMPLETE = "有几项没有填好,请检查后再提交。"
UNREACHABLE = "数据暂时连不上,请过几秒再试一次,不会重复办理。"
BROKEN = "这里出了错,已经记录下来。请再试一次,还不行请联系管理员。"
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


def _in_page(request: Request) -> bool:
    """Whether a page of ours asks, whose reader wants a sentence."""
    return "hx-request" in request.headers


def _page(request: Request, status: int, detail: str) -> Response:
    """The refusal as a page, or as a sentence for the page that asked."""
    if _in_page(request):
        return PlainTextResponse(detail, status)
    shown = {"title": PAGE_TITLES.get(status, "打不开这个页面"), "detail": detail, "staff": status == 403}
    return draw(request, "refused.html", shown, status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    ours = isinstance(error, Problem)
    response: Response
    if _in_browser(request) or _in_page(request):
        told = str(error.detail) if ours else "没有这个地址,请检查一下,或者从首页重新进入。"
        response = _page(request, error.status_code, told)
    else:
        detail = str(error.detail) if ours else HINTS.get(error.status_code, str(error.detail))
        response = problem_response(error.status_code, detail)
    response.headers.update(error.headers or {})
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _in_page(request):
        return _page(request, 422, INCOMPLETE)
    errors = faults_of(error)
    told = "; ".join(f"{item['field'] or 'body'}: {item['message']}" for item in errors)
    return problem_response(422, f"Correct these fields and send again: {told}", errors=errors)


def faults_of(error: RequestValidationError) -> list[dict[str, str]]:
    """Field and message; a field whose parts are told of says nothing itself."""
    found = error.errors()
    whole = {item["loc"][:length] for item in found for length in range(len(item["loc"]))}
    return [
        {"field": "", "message": f"no JSON from character {item['loc'][-1]} on"}
        if item["type"] == "json_invalid"
        else {
            "field": ".".join(str(part) for part in item["loc"][1:]),
            "message": item["msg"].removeprefix("Value error, "),
        }
        for item in found
        if item["loc"] not in whole
    ]


async def _store_down(request: Request, __: Exception) -> Response:
    response: Response = problem_response(
        503, "A store is unreachable. Send the same again in some seconds: nothing is done twice."
    )
    if _in_browser(request) or _in_page(request):
        response = _page(request, 503, UNREACHABLE)
    response.headers["Retry-After"] = "3"
    return response


def broken(request: Request) -> Response:
    """The answer to an error that nobody foresaw."""
    if _in_browser(request) or _in_page(request):
        return _page(request, 500, BROKEN)
    return problem_response(500, "Something broke here and was logged. Try again; if it stays, tell us.")
