"""What one policy for all channels means for the customer: where the product is to be had, until when."""

from actions.replies.figures import day_title
from actions.wording import say
from kb.catalogue.schema import Item
from recsys.campaign.contact_clause import channel_title


def where_sold(item: Item) -> str:
    """「App、微信、热线、营业厅都能办,价格和条件一样」."""
    channels = "、".join(channel_title(name) for name in item.channels)
    key = "sold_in" if len(item.channels) > 1 else "sold_only_in"
    until = say("sold_until", day=day_title(item.on_sale.to)) if item.on_sale.to else ""
    return say(key, channels=channels) + until
