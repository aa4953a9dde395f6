"""The demo population: seeded people with causes that only tests may look at."""

from recsys.customers.population.command import add_parser
from recsys.customers.population.people import people
from recsys.customers.population.person import Person
from recsys.customers.population.truth import Truth
from recsys.customers.population.write import populate

__all__ = ["Person", "Truth", "add_parser", "people", "populate"]
