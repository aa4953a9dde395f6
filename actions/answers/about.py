"""Short questions on things that can be ordered, or were: price, start, end, contract, risk."""

from actions.answers.about_item import sentence_about
from actions.answers.aspect import aspect_of
from actions.cards.pack import pack_price
from actions.cards.plan import monthly
from actions.dialogue.topic import shelf_of
from actions.items.reference import meant
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.figures import amount, day_title
from actions.replies.reply import Reply, choices, with_risk
from actions.wording import say, text
from kb.catalogue.schema import Item, Pack, Plan, Tariff, WealthProduct
from recsys.engine import Engine
from recsys.orders.order import Order, orders_of

_MOST = 3


def about_items(engine: Engine, turn: Turn) -> Said | None:
    """One sentence on each thing that may be meant; none when nothing was shown or it has no such side."""
    items, aspect = engine.catalogue.items, aspect_of(turn.text)
    ids = (meant(turn, items) or _at(turn) or [id for id in turn.focus if id in items])[:_MOST]
    said = [sentence_about(engine, turn, items[id], aspect) for id in ids] if aspect else []
    told: list[Reply] = [_sourced(items[id], one) for id, one in zip(ids, said, strict=False) if one]
    if not told:
        return None
    if aspect == "rate" and turn.topic.get("held"):
        told.append(text("about_held_rate"))
    wealth = any(isinstance(items[id], WealthProduct) for id in ids)
    about = {"about": shelf_of(engine.catalogue, ids)} | ({"at": ids[0]} if len(ids) == 1 else {})
    return Said(with_risk(told) if wealth else told, topic=about)


def about_order(engine: Engine, turn: Turn) -> Said | None:
    """The order just placed: what it costs, from when it counts, how it is taken back."""
    aspect, latest = aspect_of(turn.text), orders_of(engine, turn.customer_id, limit=1)
    if not latest or aspect not in ("price", "start", "end"):
        return None
    order, item = latest[0], engine.catalogue.item(latest[0].product_id)
    today = local_day(engine, turn)
    values = {"title": item.title, "day": day_title(order.effective_on), "price": _price(item, order)}
    if aspect == "end":
        reply: Reply = choices("about_order_end", **values)
    else:
        reply = text(f"about_order_{aspect}_{order.action}", **values)
        if aspect == "start" and isinstance(item, Plan) and order.effective_on > today:
            reply |= {"text": f"{reply['text']}{say('about_order_until')}"}
    replies = with_risk([reply]) if isinstance(item, WealthProduct) else [reply]
    return Said(replies, topic=turn.topic)


def _price(item: Item, order: Order) -> str:
    if order.amount is not None:
        return amount(order.amount)
    if isinstance(item, Pack):
        return pack_price(item)
    return monthly(item.fee) if isinstance(item, Tariff) and item.fee else say("free")


def _at(turn: Turn) -> list[str]:
    return [turn.topic["at"]] if turn.topic.get("at") else []


def _sourced(item: Item, said: str) -> Reply:
    return {
        "type": "text",
        "text": said,
        "source": {"id": item.id, "title": item.source, "version": str(item.version)},
    }
