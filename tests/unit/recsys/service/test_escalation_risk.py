"""The tag of escalation follows the conversation."""

from dataclasses import replace

from recsys.service.escalation import Escalation
from recsys.service.escalation_risk import Risk, heard, payload

CALM = Escalation("low", "平稳", "", ())


def after(risk: Risk, chance: float) -> tuple[Risk, str | None]:
    return heard(risk, replace(CALM, chance=chance))


def test_a_grave_message_sets_the_tag_and_the_same_again_does_not_set_it_anew() -> None:
    risk, told = after(Risk(), 0.6)
    assert (risk.told, told) == (0.6, "tag.set")
    assert after(risk, 0.58) == (Risk((0.6, 0.58), 0.6), None)


def test_it_rises_with_a_graver_message() -> None:
    assert after(Risk((0.3,), 0.3), 0.7) == (Risk((0.3, 0.7), 0.7), "tag.set")


def test_five_calm_messages_take_it_back() -> None:
    risk, told = Risk((0.6,), 0.6), []
    for _ in range(5):
        risk, kind = after(risk, 0.02)
        told.append(kind)
    assert told == [None, None, None, None, "tag.cleared"]
    assert risk == Risk((0.02,) * 5, 0.0)


def test_a_calm_conversation_tells_nothing() -> None:
    assert after(Risk(), 0.1) == (Risk((0.1,)), None)


def test_it_is_remembered_as_text() -> None:
    risk = Risk((0.6, 0.02), 0.6)
    assert Risk.read(risk.written) == risk
    assert Risk.read("") == Risk()


def test_the_event_names_model_and_signs() -> None:
    said = payload("tag.set", 0.6, ("12315",))
    assert (said["key"], said["value"], said["reasons"]) == ("complaint_escalation_risk", 0.6, ["12315"])
    assert payload("tag.cleared", 0.0, ()) == {"key": "complaint_escalation_risk"}
