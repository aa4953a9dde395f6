"""What the documents point at is there, and they give nothing away."""

import re
from pathlib import Path

import pytest

from tests.unit.docs.pages import PAGES, ROOT, links

by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|Users|tmp)/")
LARGEST_IMAGE = 300_000


@by_name
def test_every_link_into_the_repository_resolves(page: Path) -> None:
    inner = [link for link in links(page) if not re.match(r"[a-z]+://|mailto:", link)]
    gone = [link for link in inner if not _exists(page, link)]
    assert gone == []


@by_name
def test_no_page_names_a_folder_of_somebody_s_machine(page: Path) -> None:
    assert MACHINE.findall(page.read_text("utf-8")) == []


def test_the_index_of_the_docs_lists_every_page() -> None:
    listed = set(links(ROOT / "docs" / "README.md"))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= listed


def test_images_are_small_and_used() -> None:
    images = set((ROOT / "docs" / "images").iterdir())
    used = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    assert [path.name for path in images if path.stat().st_size > LARGEST_IMAGE] == []
    assert images <= used


def _exists(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    """Headings as they are turned into anchors: lower case, punctuation dropped, spaces to hyphens."""
    titles = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
