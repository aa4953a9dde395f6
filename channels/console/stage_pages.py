"""Lifecycles and funnels on the page: who is where, how long people stay, where they go."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from channels.console.member import Marketer, show_to
from channels.console.segment_pages import link
from channels.console.tag_pages import definition_of
from channels.gateway import gateway_of
from channels.problem import Problem
from recsys.segments.report import StageReport, stage_report
from recsys.segments.spread import kind_of
from recsys.segments.stays import STEPS

router = APIRouter(prefix="/console/segments/stages", tags=["pages"], include_in_schema=False)


@router.get("/{tag}", response_class=HTMLResponse)
def stages(request: Request, tag: str, member: Marketer) -> Response:
    """Counts, days in each stage, moves between stages, and the content for each."""
    engine = gateway_of(request).engine
    item = definition_of(engine, tag, member.viewer)
    if not item.tag.history:
        raise Problem(404, "这个标签不记录历史,请从客群页里选一个生命周期或漏斗。")
    with engine.read() as connection:
        report = stage_report(connection, item.tag, datetime.now(UTC))
    rows = list(zip(item.tag.values, report.stages, strict=True))
    context = {
        "tag": item.tag,
        "report": report,
        "rows": rows,
        "forward": kind_of(tag) == "funnel",  # in a lifecycle what comes later is not always better
        "links": {value.name: link(tag, value.name) for value in item.tag.values},
        "chart": _chart(report, tag),
        "steps": [*(f"{step}天内" for step in STEPS), f"{STEPS[-1]}天以上"],
    }
    return show_to(member, request, "console/stages.html", context)


def _chart(report: StageReport, tag: str) -> dict[str, Any]:
    return {
        "kind": "bar",
        "unit": "位",
        "x": [one.stage for one in report.stages],
        "series": [
            {"name": "现在", "values": [one.now for one in report.stages]},
            {"name": "到过", "values": [one.entered for one in report.stages]},
        ],
        "links": [link(tag, one.stage) for one in report.stages],
    }
