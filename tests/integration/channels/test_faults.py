"""What is wrong with a call is told once, in words, without the names of our classes."""

from typing import Any

import pytest

from tests.fixtures.front import Front


async def told(front: Front, path: str, body: str) -> dict[str, Any]:
    headers = front.as_staff("marketer") | {"content-type": "application/json"}
    answer = await front.http.post(f"/api/v1{path}", content=body, headers=headers)
    assert answer.status_code == 422
    problem: dict[str, Any] = answer.json()
    return problem


async def test_a_body_that_is_no_json_says_where_it_ends_to_be_any(front: Front) -> None:
    problem = await told(front, "/segments/count", '{"clauses": [}')
    assert problem["errors"] == [{"field": "", "message": "no JSON from character 13 on"}]


@pytest.mark.parametrize(
    ("clause", "field", "message"),
    [
        ('{"tag": "nope", "op": "has"}', "clauses.0.tag", "there is no tag 'nope'"),
        (
            '{"days": 30, "count": 0}',
            "clauses.0.contacts",
            "'at_least' needs a count of 1 or more: everybody has 0",
        ),
    ],
)
async def test_a_clause_hears_only_what_is_wrong_with_its_own_kind(
    front: Front, clause: str, field: str, message: str
) -> None:
    problem = await told(front, "/segments/count", f'{{"clauses": [{clause}]}}')
    assert problem["errors"] == [{"field": field, "message": message}]
