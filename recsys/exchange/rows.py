"""What a row of each kind of table may hold. Columns are the fields; money is fen, data MB."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from recsys.contacts.consent import PURPOSES
from recsys.contacts.contact import KINDS
from recsys.customers.customer import PHONE
from recsys.exchange import written


def _as(read: Callable[[str], str]) -> BeforeValidator:
    def told(value: Any) -> Any:
        return read(value) if isinstance(value, str) else value

    return BeforeValidator(told)


def _moment(value: Any, info: ValidationInfo) -> Any:
    """What a spreadsheet wrote is meant in the zone that the context of the validation names."""
    zone = (info.context or {}).get("zone")
    return written.moment(value, zone) if zone and isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=500)]
Day = Annotated[date, _as(written.day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$"), _as(written.month)]
Count = Annotated[int, Field(ge=0, le=2**40), _as(written.number)]
Fen = Annotated[int, Field(gt=0, le=2**53), _as(written.fen)]
Channel = Annotated[
    Literal["app", "wechat", "hotline", "hall", "sms", "email"], _as(written.meant("channel"))
]
Channels = Annotated[
    Literal["*", "app", "wechat", "hotline", "hall", "sms", "email"], _as(written.meant("channel"))
]
Number = Annotated[str, _as(written.number_of)]
CustomerId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$"), _as(written.plain)]


def _one_of(*allowed: str) -> BeforeValidator:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value

    return BeforeValidator(check)


class Row(BaseModel):
    """``key`` are the columns that name a row: no two rows of a file may agree in them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    customer_id: CustomerId


class CustomerRow(Row):
    """What a source says of a customer, new or known; the record is computed from what all sources say.

    ``bank`` is the bank's customer number, ``union`` WeChat's unionid; of a ``document`` number only a keyed
    hash is kept.
    """

    name: Text
    phone: Annotated[str, Field(pattern=PHONE), _as(written.phone)]
    region: Text
    born: Day | None = None
    gender: Annotated[Literal["female", "male"], _as(written.meant("gender"))] | None = None
    job: str | None = None
    joined: Day | None = None
    contract_until: Day | None = None
    plan_id: str | None = None
    wechat: str | None = None
    source: Literal["phone", "bank", "app", "wechat"] = "phone"
    bank: Number | None = None
    union: str | None = None
    document: Annotated[str, _as(written.document)] | None = None


class UsageRow(Row):
    """One month of use; billed under the customer's plan of today."""

    month: Month
    data_mb: Count
    directed_mb: Count = 0
    voice_min: Count = 0
    sms: Count = 0
    mms: Count = 0
    wlan_min: Count = 0


class HoldingRow(Row):
    """What a customer holds of a wealth product."""

    product_id: str
    amount: Fen
    since: Day
    matures: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "HoldingRow":
        if self.matures and self.matures < self.since:
            raise ValueError("matures lies before since")
        return self


class ConsentRow(Row):
    """One decision of a customer; ``channel`` * means all. ``proof`` says where it was given."""

    channel: Channels
    purpose: Annotated[str, _one_of(*PURPOSES)]
    given: Annotated[bool, _as(written.meant("answer"))]
    at: Moment
    proof: Text


class ContactRow(Row):
    """One contact of the past, in any channel."""

    at: Moment
    kind: Annotated[str, _one_of(*KINDS)]
    channel: Channel
    business_type: Text
    result: Text
    content: Text
    department: str | None = None
    handled_by: str | None = None


class ListRow(Row):
    """One entry of a white, grey or black list; ``product_id`` * means every product."""

    product_id: Text
    list: Annotated[Literal["white", "grey", "black"], _as(written.meant("list"))]
    reason: Annotated[str, Field(min_length=2, max_length=200)]
    department: Text
    since: Moment | None = None
    until: Moment


def event_id(row: Row) -> str:
    """The same row gives the same id, so that importing it again counts once."""
    return f"e_import_{sha256((type(row).__name__ + row.model_dump_json()).encode()).hexdigest()[:20]}"


ROWS: dict[str, type[Row]] = {
    "customers": CustomerRow,
    "usage": UsageRow,
    "holdings": HoldingRow,
    "consents": ConsentRow,
    "contacts": ContactRow,
    "lists": ListRow,
}
KEYS: dict[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "usage": ("customer_id", "month"),
    "holdings": ("customer_id", "product_id", "since"),
    "consents": ("customer_id", "channel", "purpose", "at"),
    "contacts": ("customer_id", "at", "channel", "kind", "content"),
    "lists": ("customer_id", "product_id", "list", "since"),
}

__all__ = [
    "KEYS",
    "ROWS",
    "ConsentRow",
    "ContactRow",
    "CustomerRow",
    "HoldingRow",
    "ListRow",
    "Row",
    "UsageRow",
    "event_id",
]
