"""Whether what a customer names may be ordered by them, by the rules of every channel."""

from collections.abc import Sequence

from actions.message.turn import Turn
from actions.message.values import local_day
from kb.catalogue.schema import Item
from recsys.customers.customer import Customer
from recsys.engine import Engine
from recsys.offer.policy import Approach, Judge, Purpose, judge_for
from recsys.offer.standing import facts_of


def judge(
    engine: Engine,
    turn: Turn,
    owner: Customer,
    *,
    purpose: Purpose = "order",
    without: Sequence[str] | None = None,
) -> Judge:
    """The judge of this turn; for orders what was declined before does not count."""
    facts = facts_of(engine, turn.customer_id, turn.at)
    approach = Approach(turn.channel, turn.at, local_day(engine, turn), purpose)
    return judge_for(owner, facts, engine.catalogue, approach, without=without)


def refusal(engine: Engine, turn: Turn, owner: Customer, item: Item) -> str | None:
    """The code of what speaks against the order, or none."""
    return judge(engine, turn, owner)(item)
