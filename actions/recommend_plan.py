"""Suggest a plan, asking only what is not known."""

from actions.base import HuakeAction
from actions.plan_need import plan_need
from actions.plan_offer import answer_to_plans, offered_plans
from actions.questions import ask
from actions.turn import Said, Turn
from recsys.tariff.advice import TariffNeed, recommend_plan


class RecommendPlan(HuakeAction):
    """Up to three plans with saving and reasons, or plainly that nothing saves."""

    def act(self, turn: Turn) -> Said:
        offered = turn.answers(self.title()) and turn.question == "offer"
        if offered and (said := answer_to_plans(self.engine, turn)):
            return said
        need = plan_need(turn)
        decision = recommend_plan(
            self.engine,
            turn.customer_id,
            need=TariffNeed(**need),
            channel=turn.channel,
            now=turn.at,
            conversation_id=turn.conversation_id,
        )
        if decision.missing:
            asked = ask(decision.missing, self.engine.catalogue, need)
            return Said([asked], question=decision.missing, need=need)
        return offered_plans(self.engine, turn, decision, need)
