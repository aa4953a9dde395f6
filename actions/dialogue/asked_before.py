"""Which question goes back to what was said wrongly, and what must be forgotten for it."""

from typing import Any

from actions.message.turn import Turn

# The task and its open question → the question whose answer was most likely wrong; others are put again.
_BACK = {
    ("action_recommend_plan", "offer"): "data_need",
    ("action_recommend_plan", "budget"): "data_need",
    ("action_recommend_wealth", "offer"): "amount",
    ("action_recommend_wealth", "term"): "amount",
    ("action_change_plan", "confirm_order"): "which_plan",
    ("action_buy_pack", "confirm_order"): "which_pack",
    ("action_order_wealth", "confirm_order"): "amount",
    ("action_quote_roaming", "days"): "destination",
    ("action_plan_goal", "goal_term"): "goal_amount",
    ("action_simulate_dca", "goal_term"): "monthly",
}
_HELD_IN = {"data_need": ("data_mb", "voice_min", "unsure"), "amount": ("amount", "asked")}


def asked_before(turn: Turn) -> str:
    """The question to put again; empty when there is none that helps."""
    question = _BACK.get((turn.task or "", turn.question or ""), turn.question or "")
    return "" if question == "offer" else question


def need_without(turn: Turn, question: str) -> dict[str, Any]:
    """What is known, without the answer to that question."""
    wrong = _HELD_IN.get(question, (question,))
    return {name: value for name, value in turn.need.items() if name not in wrong}
