"""How each question of ``bot/dialogue/questions.yml`` is put, the first time and after a digression."""

from collections.abc import Mapping
from typing import Any

from actions.replies.reply import Reply, choices, chosen_from
from actions.wording import options, say
from kb.catalogue.catalogue import Catalogue
from recsys.wealth.questionnaire import questionnaire

SILENT = ("offer",)  # nothing is pressed on anybody a second time
LETTERS = "ABCDE"


def ask(
    question: str, catalogue: Catalogue, need: Mapping[str, Any], pending: Mapping[str, Any] | None = None
) -> Reply:
    """The question as a reply; ``need`` holds the options or the answers so far, ``pending`` the order."""
    if question == "risk_answer":
        return risk_question(len(need.get("answers", ())))
    if question == "confirm_order":
        return chosen_from(
            (pending or {})["sentence"], [(o["label"], o["text"]) for o in options("confirm_order_options")]
        )
    titles = [catalogue.item(id).title for id in need.get("options", ()) if id in catalogue.items]
    named = [(title, title) for title in titles]
    if question == "stop_what":
        always = [(option["label"], option["text"]) for option in options("ask_stop_what_options")]
        return chosen_from(say("ask_stop_what"), [*named, *always])
    if question.startswith("which_") and need.get("options"):
        return chosen_from(say(f"ask_{question}"), named)
    return choices(f"ask_{question}")


def risk_question(number: int) -> Reply:
    """One question of the questionnaire, counted from 0, with lettered options."""
    form = questionnaire().questions
    pairs = [
        (f"{letter}. {option.text}", letter)
        for letter, option in zip(LETTERS, form[number].options, strict=False)
    ]
    asked = say("risk_question", number=number + 1, count=len(form), question=form[number].text)
    return chosen_from(asked, pairs)
