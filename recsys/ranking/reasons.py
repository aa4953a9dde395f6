"""Why an offer is made: first what it brings the customer, then what it is worth, for staff."""

from collections.abc import Iterator

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item, Pack, WealthProduct
from recsys.offer.decision import Reason
from recsys.offer.wording import reason, sentence
from recsys.ranking.allowed import wealth_case
from recsys.ranking.candidate import Candidate
from recsys.ranking.offer_case import OfferCase
from recsys.ranking.slate import Drawn
from recsys.ranking.table import PPM
from recsys.wealth import reasons as wealth
from recsys.wealth.wealth_choice import markets_of

FOR_STAFF = ("offer_chance", "offer_value", "offer_drawn")


def reasons_of(item: Item, case: OfferCase, catalogue: Catalogue) -> tuple[Reason, ...]:
    """For the customer, of anything but a plan: what its use, their level or its own text says."""
    if isinstance(item, WealthProduct):
        asked = wealth_case(case)
        return wealth.reasons_of(asked, item, markets_of(asked, catalogue))
    return tuple(_reasons(item, case))


def staff_reasons(one: Candidate, drawn: Drawn, case: OfferCase) -> Iterator[Reason]:
    """The chance and its source, the value and its terms, and how it was drawn; numbers in the data."""
    source = sentence("offer_by_models" if case.source.startswith("models") else "offer_by_segment", {})
    yield reason(
        "offer_chance",
        source=source,
        percent=percent(one.worth.accept_ppm),
        before=percent(one.believed),
        accept_ppm=one.worth.accept_ppm,
        believed_ppm=one.believed,
    )
    yield reason(
        "offer_value",
        percent=percent(one.worth.accept_ppm),
        value_fen=one.worth.fen,
        upper_fen=one.upper,
        margin_fen=one.worth.margin_fen,
        cost_fen=one.worth.cost_fen,
        annoyance_fen=one.worth.annoyance_fen,
    )
    yield reason(
        "offer_drawn",
        place=drawn.place + 1,
        percent=percent(drawn.chance_ppm),
        weight=drawn.weight,
        of=drawn.of,
    )


def percent(ppm: int) -> str:
    """``12.3``: one place, rounded half up."""
    tenths = (2 * ppm * 1000 + PPM) // (2 * PPM)
    return f"{tenths // 10}.{tenths % 10}"


def _reasons(item: Item, case: OfferCase) -> Iterator[Reason]:
    if isinstance(item, Pack):
        yield reason("offer_spares", paid_fen=case.needs[item.kind], fee_fen=item.fee)
    if item.summary:
        yield reason("offer_brings", summary=item.summary.rstrip("。"))
    elif not isinstance(item, Pack):
        yield reason("offer_fits", title=item.title)
