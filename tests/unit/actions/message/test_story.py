"""What was told before."""

from actions.message.story import joined, told_before


def said(text: str, intent: str, *entities: dict[str, object]) -> dict[str, object]:
    return {"event": "user", "text": text, "intent": intent, "entities": list(entities)}


def test_a_story_begins_with_a_fault_and_goes_on_until_something_else_is_asked() -> None:
    talk = [said("网断了", "report_fault"), said("三天了", "inform"), said("投诉你们", "complain")]
    assert told_before(talk) == ("网断了", "三天了")
    asked = [said("网断了", "report_fault"), said("查话费", "ask_bill"), said("投诉你们", "complain")]
    assert told_before(asked) == ()


def test_what_was_told_without_a_matter_is_no_story() -> None:
    assert told_before([said("八万", "inform"), said("投诉", "complain")]) == ()


def test_private_numbers_are_left_out() -> None:
    phone = {"entity": "phone_number", "start": 3, "end": 14}
    talk = [said("断网了13800138000", "report_fault", phone), said("投诉", "complain")]
    assert told_before(talk) == ("断网了***",)


def test_nothing_stands_in_a_story_twice() -> None:
    assert joined(["网断了；光猫红灯", "网断了", "光猫红灯", "三天了"], 100) == "网断了；光猫红灯；三天了"
