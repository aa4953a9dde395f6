"""Which service is meant, whether it is to begin or end, and the order for it."""

from actions.answers.knowledge import answered
from actions.dialogue.questions import ask
from actions.items.reference import meant
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.orders.allowed import refusal
from actions.orders.placing import Wish, confirm, refused
from actions.replies.figures import plain_yuan
from actions.wording import say
from kb.catalogue.schema import Service
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.orders.order import Action

TASK = "action_manage_service"


def order_service(engine: Engine, turn: Turn) -> Said | None:
    """Ask for a yes; none when no service or no direction is said."""
    asked = turn.answers(TASK)
    ids = meant(turn, engine.catalogue.services)
    action = turn.need.get("action") if asked else None
    action = action or _direction(turn)
    if not ids or action is None or (says(turn.text, "how_to") and not asked):
        return None
    return service_terms(engine, turn, Wish(ids[0], action))


def service_terms(engine: Engine, turn: Turn, wish: Wish) -> Said:
    """The terms of one order for a service, and the question for a yes; or why it cannot be."""
    service, action = engine.catalogue.services[wish.product_id], wish.action
    if code := _refusal(engine, turn, service, action):
        return Said([refused(code)], focus=[service.id])
    price = say("per_month", price=plain_yuan(service.fee)) if service.fee else say("free")
    sentence = say(f"confirm_service_{action}", title=service.title, price=price)
    return confirm(engine, turn, TASK, [wish], sentence)


def which_service(engine: Engine, turn: Turn) -> Said:
    """To end something unnamed: which of those held; else an answer from the knowledge base."""
    held = customer(engine, turn.customer_id, turn.at).subscriptions
    services = [id for id in held if id in engine.catalogue.services]
    if _direction(turn) == "cancel" and services and not says(turn.text, "how_to"):
        need = {"options": services, "action": "cancel"}
        return Said(
            [ask("which_service", engine.catalogue, need)],
            question="which_service",
            need=need,
            focus=services,
        )
    return answered(engine, turn)


def _direction(turn: Turn) -> Action | None:
    if says(turn.text, "turn_off") or says(turn.text, "who_opened"):
        return "cancel"
    return "order" if says(turn.text, "turn_on") else None


def _refusal(engine: Engine, turn: Turn, service: Service, action: Action) -> str | None:
    owner = customer(engine, turn.customer_id, turn.at)
    if owner.plan_id is None:
        return "unknown_number"
    if action == "cancel":
        return None if service.id in owner.subscriptions else "not_owned"
    return refusal(engine, turn, owner, service)
