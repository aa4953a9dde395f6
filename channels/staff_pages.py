"""Log-in of staff for the pages, and the way to the page of their role."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from channels.api.token import log_in
from channels.auth import STAFF_COOKIE, STAFF_HOURS, Staff, current_staff, read_staff
from channels.page import draw
from channels.problem import Problem

router = APIRouter(tags=["pages"], include_in_schema=False)
HOMES = {"agent": "/copilot", "supervisor": "/copilot", "admin": "/console"}


class LoginNeeded(Exception):
    """The page needs a member of staff; the browser is sent to the log-in."""


def page_staff(request: Request) -> Staff:
    """Dependency of pages: the member of staff, or LoginNeeded."""
    try:
        return current_staff(request)
    except Problem as error:
        raise LoginNeeded from error


def install(app: FastAPI) -> None:
    """Send a browser without a valid log-in to the form, also from within a page."""

    @app.exception_handler(LoginNeeded)
    async def to_login(request: Request, _: Exception) -> Response:
        if "hx-request" in request.headers:
            return Response(status_code=401, headers={"HX-Redirect": "/staff/login"})
        return RedirectResponse("/staff/login", status_code=303)


@router.get("/staff/login", response_class=HTMLResponse)
async def form(request: Request) -> Response:
    """The form."""
    return show(request, "")


def show(request: Request, trouble: str, status: int = 200) -> Response:
    """Draw the form with what went wrong."""
    return draw(request, "staff/login.html", {"trouble": trouble}, status)


@router.post("/staff/login")
async def submit(
    request: Request,
    login: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=200)],
) -> Response:
    """Check and set the cookie; the token itself is never shown to scripts."""
    try:
        token = await log_in(request, login, password)
    except Problem as problem:
        told = (
            "登录名或密码不对,请检查后再试。"
            if problem.status_code == 401
            else "试错太多次了,请五分钟后再试。"
        )
        return show(request, told, problem.status_code)
    role = read_staff(request.app.state.settings.jwt_key, token).role
    response = RedirectResponse(HOMES.get(role, "/console"), status_code=303)
    response.set_cookie(STAFF_COOKIE, token, max_age=STAFF_HOURS * 3600, httponly=True, samesite="strict")
    return response


@router.post("/staff/logout")
async def log_out() -> RedirectResponse:
    """Forget who works here."""
    response = RedirectResponse("/staff/login", status_code=303)
    response.delete_cookie(STAFF_COOKIE)
    return response
