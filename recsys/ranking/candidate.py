"""An offer that is allowed, with its value and where each term comes from."""

from dataclasses import dataclass

from kb.catalogue.schema import Item
from recsys.offer.eligibility import SOLD_AS
from recsys.ranking.allowed import Allowed
from recsys.ranking.believed import asked, believed, grade, noticed
from recsys.ranking.needs import beside_the_best, suits
from recsys.ranking.offer_case import OfferCase
from recsys.ranking.past import fresh
from recsys.ranking.table import PPM, Table
from recsys.ranking.worth import Worth, annoyance, contact_cost, value
from recsys.value.margin import kind_of, margin_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """``believed`` is the chance before learning, ``upper`` the fen that it may be worth."""

    item: Item
    kind: str
    believed: int
    worth: Worth
    upper: int


def candidates(may: Allowed, case: OfferCase) -> list[Candidate]:
    """In the order of the items."""
    table = case.table
    there = case.need.present
    channel = SOLD_AS.get(case.channel, case.channel)
    cost = contact_cost(channel, there, table)
    burden = annoyance(case.past.burden, there, table)
    seen = noticed(case.share, there, table)
    grades = {kind: grade(kind, channel, table) for kind in case.chances}
    alpha, saves = round(table["explore"]["alpha"] * PPM), beside_the_best(may.judged)
    wanted = {kind: asked(chance, table["asked_odds"]) for kind, chance in case.chances.items()}
    found = []
    for item in may.items:
        kind = kind_of(item)
        left = fresh(item, case.past, table) or 0
        chance = believed(wanted[kind], suits(item, saves, table), seen, grades[kind], left)
        mean, width = case.learned.get(item.id, (0, 0))
        margin = margin_of(item, case.margins)
        worth = Worth(corrected(chance, mean, table), margin, cost, burden)
        most = corrected(chance, mean + width * alpha // PPM, table)
        found.append(Candidate(item, kind, chance, worth, value(most, margin, cost + burden)))
    return found


def corrected(chance: int, correction: int, table: Table) -> int:
    """The believed chance times 1 + correction, within the bounds of the table and below certainty."""
    bounds: dict[str, int] = table["correction"]
    factor = min(bounds["most"], max(bounds["least"], PPM + correction))
    return min(PPM, chance * factor // PPM)
