"""The people of a population, named ones first."""

from collections.abc import Iterator
from datetime import datetime

from kb.catalogue.catalogue import Catalogue
from recsys.customers.population.person import Person, draw_person
from recsys.customers.population.stories import stories, story_person


def people(catalogue: Catalogue, size: int, seed: int, now: datetime) -> Iterator[Person]:
    """``size`` people, the same for the same seed, catalogue and day; a larger size only adds some."""
    today = now.date()
    named = stories()[:size]
    for story in named:
        yield story_person(catalogue, story, today)
    for number in range(len(named) + 1, size + 1):
        yield draw_person(catalogue, seed, number, today)
