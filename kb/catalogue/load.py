"""Loads a catalogue and refuses one with faults."""

from pathlib import Path

from kb.catalogue.catalogue import Catalogue, CatalogueError
from kb.catalogue.crosscheck import crosscheck
from kb.catalogue.figures import check_figures
from kb.catalogue.read import read_catalogue
from kb.catalogue.wording import check_wording

__all__ = ["Catalogue", "CatalogueError", "load_catalogue"]


def load_catalogue(folder: Path) -> Catalogue:
    """The whole catalogue of a folder; CatalogueError lists every problem it has."""
    catalogue, problems = read_catalogue(Path(folder))
    for check in (crosscheck, check_figures, check_wording):
        problems += check(catalogue)
    if problems:
        raise CatalogueError(problems)
    return catalogue
