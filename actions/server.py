"""The action server: ``python -m actions.server``; answers Rasa on this machine only."""

import base64
import hmac
import importlib
import json
import logging
import pkgutil
import sys
from typing import Any

import numpy as np
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import actions
from actions.dialogue.base import HuakeAction
from recsys.collector import spare_loaded
from recsys.engine import Engine, open_engine
from recsys.plainly import plainly
from recsys.settings import Settings

log = logging.getLogger(__name__)
KEEP_OPEN_S = 75  # longer than Rasa keeps an idle connection, so that it never meets a closed one


def action_classes() -> list[type[HuakeAction]]:
    """Every action of this package, one per module, by name."""
    for module in pkgutil.iter_modules(actions.__path__):
        if not module.ispkg:
            importlib.import_module(f"actions.{module.name}")
    found = [cls for cls in HuakeAction.__subclasses__() if not cls.abstract]
    return sorted(found, key=lambda cls: cls.title())


def create_app(engine: Engine, token: str) -> Starlette:
    """Build the web application; callers prove themselves with the inner token."""
    executor = ActionExecutor()
    for cls in action_classes():
        executor.register_action(cls(engine))

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def webhook(request: Request) -> JSONResponse:
        sent = request.headers.get("authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
            return JSONResponse({"error": "inner token missing or wrong"}, 401)
        call = json.loads(await request.body())
        take_embedding(engine, call.get("embedding"))
        return await _run(executor, call)

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/metrics", metrics),
            Route("/webhook", webhook, methods=["POST"]),
        ]
    )


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    name = call.get("next_action")
    try:
        result = await executor.run(call)
    except ActionExecutionRejection as rejection:
        return JSONResponse({"error": rejection.message, "action_name": name}, 400)
    except ActionNotFoundException:
        return JSONResponse({"error": "no such action", "action_name": name}, 404)
    except Exception:
        log.exception("%s failed", name)  # the tracker stays out of logs and answers
        return JSONResponse({"error": "failed", "action_name": name}, 500)
    return JSONResponse(result.model_dump() if result else None)


def take_embedding(engine: Engine, found: dict[str, str] | None) -> None:
    """Rasa has embedded the message already: a search for the same words need not do it again."""
    if found and engine.search:
        vector = np.frombuffer(base64.b64decode(found["vector"]), "<f4")
        engine.search.know(found["model"], found["text"], vector)


def main() -> int:
    """Open the engine once and serve."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = Settings()
    if not settings.inner_token:
        print("Set HUAKE_INNER_TOKEN, or start with `make run`.", file=sys.stderr)
        return 2
    engine = open_engine(settings)
    if engine.search:
        engine.search.search("你好", 1)  # load index and model now, not in somebody's first question
    app = create_app(engine, settings.inner_token)
    spare_loaded()
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.actions_port,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=KEEP_OPEN_S,
    )
    return 0


if __name__ == "__main__":
    sys.exit(plainly(main))
