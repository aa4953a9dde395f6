"""What is known of a customer as of a day, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from recsys.models.customers.aims import aims, happened
from recsys.models.customers.features import features
from recsys.models.customers.observe import folded, observe, table_of
from recsys.models.reasons import read_phrases
from recsys.models.totals import totals
from tests.unit.recsys.models.town import town


def test_nothing_that_happens_later_changes_what_was_known() -> None:
    for life in town()[0][:50]:
        early = observe(life.customer_id, life.before, life.now, known_after=False).known
        late = observe(life.customer_id, [*life.before, *life.after], life.now, known_after=True).known
        assert repr(early) == repr(late)


def test_hidden_causes_and_amounts_of_money_are_no_features() -> None:
    known = town()[1][0].known
    hidden = {
        "churn",
        "inclination",
        "misfit",
        "price_sensitivity",
        "push_tolerance",
        "usage_type",
        "preferred",
    }
    assert not hidden & set(known)
    assert not any("amount" in name or "balance" in name for name in known)


def test_a_contact_after_the_day_does_not_count() -> None:
    life = next(life for life in town()[0] if len(folded(life.before)[1]) > 3)
    facts, contacts = folded(life.before)
    later = [replace(contact, at=life.now + timedelta(days=1)) for contact in contacts]
    assert features(facts, later, life.now)["contacts"] == 0
    assert features(facts, contacts, life.now)["contacts"] == len(contacts)


def test_outcomes_are_what_happened_within_the_days() -> None:
    churn = next(aim for aim in aims() if aim.key == "churn_risk")
    life = next(life for life in town()[0] if any(event.type == "customer.left" for event in life.after))
    left = next(event for event in life.after if event.type == "customer.left")
    assert happened(churn, life.after, life.now)
    assert not happened(churn, life.after, left.at)
    assert not happened(churn, [replace(left, at=life.now + timedelta(days=91))], life.now)


def test_a_redemption_is_no_purchase() -> None:
    deposit = next(aim for aim in aims() if aim.kind == "deposit")
    found = (event for life in town()[0] for event in life.after)
    order = next(event for event in found if event.payload.get("kind") == "deposit")
    redeemed = replace(order, payload=order.payload | {"action": "redeem"})
    before = order.at - timedelta(days=1)
    assert happened(deposit, [order], before) and not happened(deposit, [redeemed], before)


def test_every_feature_has_a_phrase_in_chinese() -> None:
    names = {name for name in table_of(town()[1]).columns if name != "day"}
    numbers = [name for name, value in town()[1][0].known.items() if not isinstance(value, str)]
    named = {name for name, entry in read_phrases().items() if "title" in entry or "values" in entry}
    assert names | set(totals(numbers)) == named


def test_numbers_are_numbers_and_words_are_words_for_everybody() -> None:
    table = table_of(town()[1], "churn_risk")
    assert table.columns["age"].dtype == np.float64 and table.columns["job"].dtype == object
    assert set(table.columns["churn_risk"]) == {"yes", "no"}
