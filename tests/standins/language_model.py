"""A language model behind an OpenAI-compatible endpoint that says what a test wants, or misbehaves."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass
class LanguageModel:
    """``says`` makes the words from question and answer, ``raw`` is a whole body; ``asked`` are requests."""

    says: Callable[[str, str], Any] = lambda question, answer: answer
    status: int = 200
    delay_s: float = 0.0
    raw: bytes | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        self.keys.append(request.headers.get("authorization", ""))
        await asyncio.sleep(self.delay_s)
        if self.raw is not None:
            return Response(self.raw, self.status, media_type="application/json")
        data = json.loads(body["messages"][-1]["content"])
        message = {"role": "assistant", "content": self.says(data["question"], data["answer"])}
        return JSONResponse({"choices": [{"message": message}]}, self.status)


@contextmanager
def language_model() -> Iterator[LanguageModel]:
    """Serve one on a free port of this machine, in a thread."""
    model = LanguageModel()
    app = Starlette(routes=[Route("/v1/chat/completions", model._complete, methods=["POST"])])
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    model.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield model
    finally:
        server.should_exit = True
        thread.join(5)
        listener.close()
