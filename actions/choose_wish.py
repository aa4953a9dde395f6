"""A message that may mean two things."""

from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.reply import chosen_from
from actions.wording import options, say
from recsys.wealth.compliance import forbidden_words

CHOICES = 2
LONGEST = 60  # characters of their own words that a choice repeats


class ChooseWish(HuakeAction):
    """Ask which of two is meant; what is tapped keeps the customer's words, if we may say them."""

    def act(self, turn: Turn) -> Said:
        if len(turn.guesses) < CHOICES:
            start = [(option["label"], option["text"]) for option in options("start_options")]
            return Said([chosen_from(say("clarify"), start)], misunderstood=True)
        first, second = turn.guesses[:CHOICES]
        words = private_free(turn)[:LONGEST]
        rest = "" if forbidden_words(words, wealth=True) or says(words, "promise") else f":{words}"
        pairs = [(title, title + rest) for title in (first, second)]
        asked = chosen_from(say("choose_wish", first=first, second=second), pairs)
        return Said([asked], misunderstood=True)
