"""The action server: ``python -m actions.server``; answers Rasa on this machine only."""

import hmac
import importlib
import logging
import pkgutil
import sys

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

import actions
from actions.base import HuakeAction
from recsys.engine import Engine, open_engine
from recsys.settings import Settings

log = logging.getLogger(__name__)


def action_classes() -> list[type[HuakeAction]]:
    """Every action of this package, one per module, by name."""
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    found = [cls for cls in HuakeAction.__subclasses__() if not cls.abstract]
    return sorted(found, key=lambda cls: cls.title())


def create_app(engine: Engine, token: str) -> FastAPI:
    """Build the web application; callers prove themselves with the inner token."""
    executor = ActionExecutor()
    for cls in action_classes():
        executor.register_action(cls(engine))
    app = FastAPI(title="Huake actions", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhook")
    async def webhook(request: Request) -> JSONResponse:
        sent = request.headers.get("authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
            return JSONResponse({"error": "inner token missing or wrong"}, 401)
        call = await request.json()
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

    return app


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
    uvicorn.run(app, host="127.0.0.1", port=settings.actions_port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
