"""The documents say what the code does."""

import re
from pathlib import Path

from recsys.contacts.contact import table as contact_table
from recsys.tags.definition import definitions
from recsys.tags.table import markdown

DOCS = Path(__file__).parents[4] / "docs"


def test_the_table_of_tags_is_up_to_date() -> None:
    assert (DOCS / "tags.md").read_text("utf-8") == markdown(definitions())


def test_every_event_type_that_tags_and_contacts_know_is_documented() -> None:
    known = {*definitions().event_types, *contact_table()["events"]}
    documented = set(re.findall(r"`([a-z]+\.[a-z]+)`", (DOCS / "events.md").read_text("utf-8")))
    assert known - documented == set()
