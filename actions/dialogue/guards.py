"""What is answered instead of the action: to anger, and to a wish for somebody else's data."""

from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices


def withheld(turn: Turn, *, sells: bool, personal: bool) -> Said | None:
    """The answer instead; none when the action may answer."""
    if sells and says(turn.text, "abuse"):
        return Said([choices("anger_unsold")], closes=True)
    if personal and of_another(turn):
        return Said([choices("others_data")])
    return None


def of_another(turn: Turn) -> bool:
    """Whether the message names another person, or a number that need not be the customer's."""
    numbered = turn.first("phone_number") is not None or says(turn.text, "masked_number")
    return numbered or turn.first("person") not in (None, "self")
