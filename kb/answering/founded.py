"""Whether every figure of an answer stands in its source, checked before it is said."""

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.figures import foreign_figures
from kb.search import Hit


def unfounded(catalogue: Catalogue, hit: Hit) -> list[str]:
    """The figures of a hit, as written, that its source does not hold in the catalogue of today.

    The source of an answer or script is the products and policies it refers to; of one that the catalogue
    no longer has, its products alone. A product's is the product. A document of somebody's own is its own
    source.
    """
    record = catalogue.faq.get(hit.id) or catalogue.scripts.get(hit.id)
    if record is not None:
        return foreign_figures(catalogue, hit.text, record.refs, record.policies)
    if hit.id in catalogue.items:
        item = catalogue.items[hit.id]
        return foreign_figures(catalogue, hit.text, (item.id, *item.requires, *item.bundles), ())
    if "refs" in hit.meta:
        return foreign_figures(catalogue, hit.text, hit.meta["refs"], ())
    return []
