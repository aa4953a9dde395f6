"""The shape of every catalogue file.

Money is an integer number of fen, data an integer number of MB (1 GB = 1024 MB), rates are
basis points (1 bp = 0.01 %). An unknown field is an error.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, model_validator

Channel = Literal["wechat", "app", "hotline", "hall"]
Fee = Literal["subscription", "management", "custody", "sales", "redemption"]
Risk = Literal["R1", "R2", "R3", "R4", "R5"]


class Record(BaseModel):
    """Base of all: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Directed(Record):
    """Data that only the named apps may use."""

    apps: tuple[str, ...] = ()
    data_mb: NonNegativeInt = 0


class Allowance(Record):
    """What a month holds."""

    data_mb: NonNegativeInt = 0
    directed: Directed = Directed()
    voice_min: NonNegativeInt = 0
    sms: NonNegativeInt = 0
    mms: NonNegativeInt = 0
    wlan_min: NonNegativeInt = 0


class Tier(Record):
    """One step of the price of data beyond the allowance; ``price`` is per started block."""

    up_to_mb: PositiveInt | None = None
    block_mb: PositiveInt
    price: NonNegativeInt


class Overage(Record):
    """Prices beyond the allowance; ``data`` tiers are counted from the first MB beyond it."""

    data: tuple[Tier, ...] = ()
    voice_per_min: NonNegativeInt = 0
    sms_each: NonNegativeInt = 0
    mms_each: NonNegativeInt = 0

    @model_validator(mode="after")
    def _tiers_rise(self) -> "Overage":
        bounds = [tier.up_to_mb for tier in self.data]
        if bounds and bounds[-1] is not None:
            raise ValueError("the last data tier must be open-ended (up_to_mb: null)")
        limits = [bound for bound in bounds[:-1] if bound is not None]
        if len(limits) != len(bounds[:-1]) or limits != sorted(set(limits)):
            raise ValueError("data tiers must rise, and only the last may be open-ended")
        return self


class Promotion(Record):
    """A price cut in the first months; applied last, in list order."""

    title: str
    first_months: PositiveInt
    percent_off: int | None = Field(default=None, ge=1, le=100)
    amount_off: PositiveInt | None = None
    on: Literal["fee", "total"] = "fee"

    @model_validator(mode="after")
    def _one_kind(self) -> "Promotion":
        if (self.percent_off is None) == (self.amount_off is None):
            raise ValueError("give exactly one of percent_off and amount_off")
        return self


class OnSale(Record):
    """The days on which it may be newly ordered; ``to`` is the last day, none = open."""

    starts: date = Field(alias="from")
    to: date | None = None


class Item(Record):
    """What every sellable thing has."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    regions: tuple[str, ...] = ()  # ISO 3166-2 codes such as CN-GD; empty = everywhere
    channels: tuple[Channel, ...] = ("wechat", "app", "hotline", "hall")
    on_sale: OnSale
    requires: tuple[str, ...] = ()  # ids or tags of the customer (audience:senior), all needed
    excludes: tuple[str, ...] = ()  # ids that it cannot be held with
    bundles: tuple[str, ...] = ()  # ids that come with it
    by_admission: bool = False  # only for customers on its white list
    attributes: dict[str, str | int | bool] = {}
    version: PositiveInt = 1
    source: str

    def sold_on(self, day: date) -> bool:
        """Whether it may be newly ordered on that day."""
        return self.on_sale.starts <= day and (self.on_sale.to is None or day <= self.on_sale.to)


class Tariff(Item):
    """Anything with a monthly fee and allowances; see the rules of a bill."""

    line: Literal["mobile", "pack", "broadband", "service"]
    fee: NonNegativeInt
    allowance: Allowance = Allowance()
    overage: Overage = Overage()
    data_cap: NonNegativeInt | None = None
    throttle_after_mb: NonNegativeInt | None = None
    rollover: bool = False
    min_spend: NonNegativeInt = 0
    promotions: tuple[Promotion, ...] = ()
    term_months: NonNegativeInt = 0
    break_fee: NonNegativeInt = 0


class Plan(Tariff):
    """A main mobile plan (套餐)."""

    line: Literal["mobile"] = "mobile"


class Pack(Tariff):
    """An add-on to a plan (流量包, 语音包, 短信包…)."""

    line: Literal["pack"] = "pack"
    kind: Literal["data", "directed", "night", "day", "roaming", "voice", "sms"]
    valid_days: PositiveInt = 30  # 1 = day pack; 30 = billed by the month
    renews: bool = True
    destinations: tuple[str, ...] = ()  # ISO 3166 codes, roaming packs only


class Broadband(Tariff):
    """Home broadband or TV."""

    line: Literal["broadband"] = "broadband"
    down_mbps: PositiveInt
    up_mbps: PositiveInt
    install_fee: NonNegativeInt = 0


class Service(Tariff):
    """A value-added service (增值业务)."""

    line: Literal["service"] = "service"


class Redemption(Record):
    """How the money comes back."""

    kind: Literal["any_day", "at_maturity", "periodic", "holding_period"]
    days_to_arrive: NonNegativeInt
    rule: str


class WealthProduct(Item):
    """A wealth product (理财, 存款, 基金, 保险). ``benchmark`` is no promise."""

    line: Literal["wealth"] = "wealth"
    kind: Literal["deposit", "cash", "fixed_income", "mixed", "equity", "gold", "pension", "insurance"]
    risk: Risk | None  # the house's rating; none = not rated
    issuer_risk: Risk | None = None  # a second rating; the higher of the two counts
    term_days: PositiveInt | None  # none = open-ended
    min_amount: PositiveInt
    step: PositiveInt = 1
    rate_bp: tuple[NonNegativeInt, NonNegativeInt] | None = None  # low and high, basis points a year
    rate_kind: Literal["deposit_rate", "benchmark", "seven_day_annualised", "guaranteed_rate", "none"]
    fees_bp: dict[Fee, NonNegativeInt] = {}
    redemption: Redemption
    liquidity: Literal["high", "medium", "low"]
    direction: str  # the market it depends on: 货币市场, 债市, A股, 黄金…
    leveraged: bool = False
    private: bool = False


class Faq(Record):
    """A question with its answer. Figures in the answer come from ``refs`` or ``policies``."""

    id: str = Field(pattern=r"^faq_[a-z0-9_]+$")
    intent: str
    question: str
    similar: tuple[str, ...] = ()
    answer: str
    refs: tuple[str, ...] = ()  # catalogue ids whose figures it quotes
    policies: tuple[str, ...] = ()  # keys of the policy file whose figures it quotes
    version: PositiveInt = 1
    source: str


class Script(Record):
    """What an agent may say (话术)."""

    id: str = Field(pattern=r"^script_[a-z0-9_]+$")
    title: str
    method: Literal["fab", "spin", "objection", "complaint", "opening", "closing", "care"]
    situation: str
    text: str
    intents: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    version: PositiveInt = 1
    source: str


class Policy(Record):
    """A figure of company policy that texts may quote (工单时限, 停机保号月费…)."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    figures: tuple[str, ...]  # as written in texts: "48小时", "5元/月"
    version: PositiveInt = 1
    source: str
