"""Errors as RFC 9457 problem details whose ``detail`` says what to do."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
TITLES = {401: "Not logged in", 403: "Not allowed", 404: "Not found", 409: "Conflict", 422: "Invalid input"}


class Problem(HTTPException):
    """Raise it anywhere in a request; ``detail`` tells the caller what to do."""


def problem_response(status: int, detail: str, **extra: object) -> JSONResponse:
    """Build the response; ``extra`` fields stand beside the standard ones."""
    title = TITLES.get(status, "Unavailable" if status >= 500 else "Refused")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | extra
    return JSONResponse(body, status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of the app in this form."""

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        response = problem_response(error.status_code, str(error.detail))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"field": ".".join(str(part) for part in item["loc"][1:]), "message": item["msg"]}
            for item in error.errors()
        ]
        told = "; ".join(f"{item['field']}: {item['message']}" for item in errors)
        return problem_response(422, f"Correct these fields and send again: {told}", errors=errors)

    async def store_down(_: Request, __: Exception) -> JSONResponse:
        response = problem_response(
            503, "A store is unreachable; nothing was done. Try again in some seconds."
        )
        response.headers["Retry-After"] = "3"
        return response

    app.add_exception_handler(RedisError, store_down)
    app.add_exception_handler(OperationalError, store_down)
