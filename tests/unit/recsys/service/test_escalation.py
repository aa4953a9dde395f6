"""Signs of a complaint that escalates."""

import pytest

from recsys.service.escalation import escalation


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        (["这个月话费多少"], "low"),
        (["你们乱扣钱"], "medium"),
        (["你们乱扣钱", "再不处理我打12315"], "high"),
        ([], "low"),
    ],
)
def test_the_strongest_sign_gives_the_level(texts: list[str], level: str) -> None:
    assert escalation(texts).level == level


def test_the_signs_are_named_for_the_agent() -> None:
    assert escalation(["我要找律师,还要曝光你们"]).signs[:2] == ("曝光", "律师")
