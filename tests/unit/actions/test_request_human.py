"""A person."""

from tests.unit.actions.conftest import words


def test_it_works_in_one_step_and_carries_a_summary(talk):
    liu = talk("c000006")
    liu.say("dispute_bill", "凭什么扣我15块", "dispute_bill", money=1500)
    said = liu.say("request_human", "转人工", "ask_human")
    handoff = said.messages[0]
    assert handoff["type"] == "handoff" and handoff["reason"] == "asked"
    assert "核对扣费" in handoff["summary"] and "投诉工单" in handoff["summary"]
    assert len(handoff["summary"]) <= 120 and "转接人工" in words(said)
    assert liu.slots["task"] and liu.slots["question"], "it is gone on with when the agent has left"


def test_every_action_that_can_be_interrupted_has_a_name_for_the_agent(talk):
    import re
    from pathlib import Path

    import actions.wording as wording

    folder = Path(wording.__file__).parents[1]
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'[A-Z] = "action_(\w+)"', code)) | {
        "dispute_bill",
        "report_fault",
        "raise_complaint",
    }
    named |= {"plan_goal", "simulate_dca", "answer_privacy", "quote_roaming"}
    assert {f"task_{name}" for name in named} <= wording._sentences().keys()
