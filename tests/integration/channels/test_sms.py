"""Text messages through a real HTTP call to a gateway that stands in for the operator's."""

from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from channels.push.sms import SmsOutlet
from channels.transport import TransportError
from recsys.engine import Engine
from tests.fixtures.front import CHEN
from tests.standins.serve import serving


class Operator:
    """Takes messages, or answers with ``status``."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status = 202

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/send")
        async def send(request: Request) -> Response:
            self.taken.append(await request.json() | {"key": request.headers["authorization"]})
            return Response(status_code=self.status)

        return app


async def test_phone_text_and_key_arrive_and_a_refusal_says_whether_to_try_again(engine: Engine) -> None:
    operator = Operator()
    async with serving(operator.app()) as url:
        outlet = SmsOutlet(engine, f"{url}/send", "secret")
        await outlet.send(CHEN, [{"type": "text", "text": "办理10元流量月包"}])
        assert operator.taken[0]["text"] == "办理10元流量月包" and operator.taken[0]["key"] == "Bearer secret"
        assert operator.taken[0]["phone"].isdigit()
        for status, permanent in ((400, True), (503, False)):
            operator.status = status
            with pytest.raises(TransportError) as failed:
                await outlet.send(CHEN, [{"type": "text", "text": "x"}])
            assert (failed.value.code, failed.value.permanent) == ("sms_refused", permanent)
        await outlet.close()


async def test_an_operator_that_is_down_is_tried_again_and_nobody_is_unknown(engine: Engine) -> None:
    outlet = SmsOutlet(engine, "http://127.0.0.1:9/send", "")
    with pytest.raises(TransportError) as down:
        await outlet.send(CHEN, [])
    with pytest.raises(TransportError) as nobody:
        await outlet.send("c9", [])
    assert (down.value.code, nobody.value.code) == ("sms_unreachable", "no_phone")
    await outlet.close()
