"""Which packs the use of the last months calls for, and how well a product's price fits: fen throughout."""

from collections.abc import Mapping
from math import isnan

from kb.catalogue.schema import Item, Pack, Tariff, WealthProduct
from recsys.models.customers.features import Row
from recsys.ranking.table import PPM, Table
from recsys.tariff.plan_gate import Judged
from recsys.value.margin import kind_of

BEYOND = {"data": "over_data_fee", "voice": "over_voice_fee", "sms": "over_message_fee"}
NIGHT = 30  # percent of the data that is used at night


def needs(known: Row) -> dict[str, int]:
    """Sort of pack → fen a month that it would spare at most: what was paid beyond the allowance."""
    paid = {sort: round(_number(known, name)) for sort, name in BEYOND.items()}
    if _number(known, "night_percent") >= NIGHT:
        paid["night"] = paid["data"]
    if _number(known, "directed_mb") > 0:
        paid["directed"] = paid["data"]
    return {sort: fen for sort, fen in sorted(paid.items()) if fen > 0}


def needed(item: Item, found: Mapping[str, int]) -> bool:
    """A pack is, where it costs no more than it spares; whatever else is a matter of taste."""
    return not isinstance(item, Pack) or (item.renews and item.fee <= found.get(item.kind, -1))


def suits(item: Item, saves: Mapping[str, int], table: Table) -> int:
    """How well it fits among its kind, in ppm: a plan of ``beside_the_best`` by its saving, others by price.

    Beyond the usual price of the kind, wanting falls with its square: dearer is not better.
    """
    if (saved := saves.get(item.id)) is not None:
        return saved
    price = (
        item.min_amount if isinstance(item, WealthProduct) else item.fee if isinstance(item, Tariff) else 0
    )
    usual = int(table["usual"][kind_of(item)])
    return PPM if price <= usual else PPM * usual**2 // price**2


def beside_the_best(judged: Mapping[str, Judged]) -> dict[str, int]:
    """Of each plan its saving as a share of the greatest one, in ppm; all of them save something."""
    saved = {plan_id: round(one.score) for plan_id, one in judged.items()}
    most = max(saved.values(), default=1)
    return {plan_id: fen * PPM // most for plan_id, fen in saved.items()}


def _number(known: Row, name: str) -> float:
    value = known.get(name, 0.0)
    return 0.0 if isinstance(value, str) or isnan(value) else value
