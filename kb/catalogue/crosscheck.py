"""Checks that hold between records: names are unique, and what is pointed to exists."""

import unicodedata
from collections.abc import Container, Iterable, Iterator

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Faq, Script


def crosscheck(catalogue: Catalogue) -> list[str]:
    """A line for every name used twice and every reference to nothing."""
    return [*_shared_names(catalogue), *_shared_questions(catalogue), *_dangling(catalogue)]


def folded(name: str) -> str:
    """The form in which names are compared: full width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _shared_names(catalogue: Catalogue) -> Iterator[str]:
    names = [
        (item.id, field, name)
        for item in catalogue.items.values()
        for field, name in [("title", item.title), *(("aliases", alias) for alias in item.aliases)]
    ]
    names += [(script.id, "title", script.title) for script in catalogue.scripts.values()]
    yield from _shared(catalogue, names)


def _shared_questions(catalogue: Catalogue) -> Iterator[str]:
    questions = [
        (faq.id, field, text)
        for faq in catalogue.faq.values()
        for field, text in [("question", faq.question), *(("similar", similar) for similar in faq.similar)]
    ]
    yield from _shared(catalogue, questions)


def _shared(catalogue: Catalogue, names: list[tuple[str, str, str]]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for owner, field, name in names:
        if folded(name) in owners:
            first = owners[folded(name)]
            yield f"{catalogue.files[owner]}, {owner}, {field}: {name!r} is already used by {first}"
        owners.setdefault(folded(name), owner)


def _dangling(catalogue: Catalogue) -> Iterator[str]:
    prefixes = {_prefix(key) for key in catalogue.items}
    items = catalogue.items.keys() | catalogue.broken
    policies = catalogue.policies.keys() | catalogue.broken
    for item in catalogue.items.values():
        # What carries no item prefix is a tag of the customer, such as audience:senior.
        requires = [name for name in item.requires if _prefix(name) in prefixes]
        yield from _missing(catalogue, item.id, "requires", requires, items)
        yield from _missing(catalogue, item.id, "excludes", item.excludes, items)
        yield from _missing(catalogue, item.id, "bundles", item.bundles, items)
    texts: list[Faq | Script] = [*catalogue.faq.values(), *catalogue.scripts.values()]
    for text in texts:
        yield from _missing(catalogue, text.id, "refs", text.refs, items)
        yield from _missing(catalogue, text.id, "policies", text.policies, policies)


def _prefix(key: str) -> str:
    return key.split("_", maxsplit=1)[0]


def _missing(
    catalogue: Catalogue, owner: str, field: str, named: Iterable[str], known: Container[str]
) -> Iterator[str]:
    for name in named:
        if name == owner:
            yield f"{catalogue.files[owner]}, {owner}, {field}: points to itself"
        elif name not in known:
            yield f"{catalogue.files[owner]}, {owner}, {field}: there is no {name!r}"
