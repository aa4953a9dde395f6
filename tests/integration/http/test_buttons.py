"""What the buttons on our own cards say is understood for every product on sale."""

from collections.abc import Mapping

import pytest

from kb.catalogue.schema import Item
from recsys.engine import Engine
from tests.fixtures.system import Desk, now_utc

SAID = {
    "plans": ("办理{}", "change_plan"),
    "packs": ("办理{}", "buy_data_pack"),
    "wealth": ("购买{}", "buy_wealth"),
}


@pytest.mark.parametrize("shelf", SAID)
def test_an_order_button_is_an_order_of_that_product(agent: Desk, live: Engine, shelf: str) -> None:
    said, intent = SAID[shelf]
    items: Mapping[str, Item] = getattr(live.catalogue, shelf)
    wrong = []
    for item in items.values():
        if item.sold_on(now_utc().date()):
            understood = agent.post("/parse", {"text": said.format(item.title)})
            values = [one["value"] for one in understood["entities"]]
            if understood["intent"] != intent or item.id not in values:
                wrong.append((item.title, understood["intent"], values))
    assert wrong == []
