"""Drafts and senders for the campaign tests."""

from datetime import datetime
from typing import Any

from recsys.campaign.condition import Clause, Condition
from recsys.campaign.draft import Draft
from tests.fixtures.stores import NOW

PACK, PACK_TITLE = "yt_pk_data_10", "10元流量月包"
EVERYBODY = Clause(tag="age_band", op="has")
PEOPLE = 39  # of 40; one has withdrawn personalisation


def draft(*clauses: Clause, **changed: Any) -> Draft:
    """A pack for everybody in the app, unless said otherwise."""
    fields = {
        "name": "流量月包",
        "condition": Condition(clauses=clauses or (EVERYBODY,)),
        "product_id": PACK,
        "channel": "app",
        "text": f"流量不够用?试试{PACK_TITLE},当月有效。",
    }
    return Draft.model_validate(fields | changed)


def clock() -> datetime:
    """Noon in Shanghai, always."""
    return NOW


class Post:
    """Takes what is sent; may fail by a code, or die over a customer."""

    def __init__(self, failure: str | None = None, dies_over: int = -1) -> None:
        self.got: list[tuple[str, list[dict[str, Any]]]] = []
        self._failure = failure
        self._dies_over = dies_over

    def __call__(self, customer_id: str, replies: list[dict[str, Any]]) -> str | None:
        if len(self.got) == self._dies_over:
            raise SystemExit("the machine was switched off")
        self.got.append((customer_id, replies))
        return self._failure

    @property
    def receivers(self) -> list[str]:
        """Who got something, in order."""
        return [customer_id for customer_id, _ in self.got]
