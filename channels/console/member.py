"""Who may use the console, and how its pages are drawn."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from channels.auth import Staff
from channels.page import draw
from channels.problem import Problem
from channels.staff_pages import page_staff


def marketer(member: Annotated[Staff, Depends(page_staff)]) -> Staff:
    """Only those who plan or approve campaigns."""
    if member.role not in ("marketer", "approver", "admin"):
        raise Problem(403, "这个页面给营销人员使用,请换一个账号登录。")
    return member


Marketer = Annotated[Staff, Depends(marketer)]


def show_to(
    member: Staff, request: Request, name: str, context: dict[str, Any], status: int = 200
) -> Response:
    """The page with the name of who works."""
    return draw(request, name, {"me": member} | context, status)
