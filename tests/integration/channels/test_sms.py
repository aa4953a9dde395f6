"""Text messages through a real HTTP call to a gateway that stands in for the operator's."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from channels.push.sms import SmsOutlet
from channels.transport import TransportError
from recsys.campaign.hangup import AFTER, plan_follow_up, send_due
from recsys.contacts.consent import record_consent
from recsys.contacts.timeline import contacts_of
from recsys.engine import Engine
from recsys.events.worker import settle
from tests.fixtures.front import CHEN, SMS_KEY, Front
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
        await outlet.send(CHEN, [{"type": "text", "text": "办理10元流量月包", "push_id": "p_1"}])
        assert operator.taken[0]["id"] == "p_1"
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


async def test_receipts_of_the_operator_reach_the_timeline_once_and_without_private_numbers(
    front: Front, engine: Engine
) -> None:
    now = datetime.now(UTC)
    record_consent(engine, CHEN, "sms", "marketing", True, proof={}, now=now)
    plan_follow_up(engine, CHEN, "call", ["yt_pk_data_10"], now)
    sent: list[str] = []
    send_due(engine, lambda _, replies: sent.append(replies[0]["push_id"]), now + AFTER)
    body = [
        {"id": sent[0], "state": "failed", "reason": "空号13912345678", "code": "MI:0013"},
        {"id": sent[0], "state": "failed"},
        {"id": "p_nobody", "state": "delivered"},
    ]
    key = {"Authorization": f"Bearer {SMS_KEY}"}
    answer = await front.http.post("/sms/receipts", json=body, headers=key)
    results = [one["result"] for one in answer.json()["results"]]
    assert (answer.status_code, results) == (200, ["accepted", "duplicate", "unknown"])
    settle(engine)
    [row] = [one for one in contacts_of(engine, CHEN, kind="营销接触") if one.ref == f"push:{sent[0]}"]
    assert row.result == "发送失败" and row.content.endswith("(空号139*****678)")


async def test_receipts_are_taken_from_the_gateway_alone(front: Front) -> None:
    body = [{"id": "p_1", "state": "delivered"}]
    for headers in ({}, {"Authorization": "Bearer wrong"}, front.as_staff("admin")):
        refused = await front.http.post("/sms/receipts", json=body, headers=headers)
        assert refused.status_code == 401 and "HUAKE_SMS_KEY" in refused.json()["detail"]
    key = {"Authorization": f"Bearer {SMS_KEY}"}
    wrong = await front.http.post("/sms/receipts", json=[{"id": "p", "state": "lost"}], headers=key)
    assert wrong.status_code == 422
