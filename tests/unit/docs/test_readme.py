"""The README and CONTRIBUTING tell what is really there."""

import re
from pathlib import Path

import pytest
import yaml

from kb.catalogue.catalogue import KINDS
from tests.unit.docs.pages import PAGES, ROOT, blocks, names, prose, read, table

README = pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
FOLDER = {"README.md": "folder", "README.zh-CN.md": "目录"}
FILE = {"README.md": "file", "README.zh-CN.md": "文件"}
TARGETS = set(re.findall(r"(?m)^([a-z]+):", read("Makefile")))
EXAMPLE = "show_hours"  # what the recipe of an action would add
PATH = re.compile(
    r"(?:kb|recsys|actions|channels|bot|nlu_data|tests|scripts|docs|requirements|docker)/[\w./-]*"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_command_is_a_target(page: Path) -> None:
    text = page.read_text("utf-8")
    said = set(re.findall(r"`(?:\w+=\S+ )*make ([a-z]+)", text))
    said |= set(re.findall(r"(?m)^(?:\w+=\S+ )*make ([a-z]+)", text))
    assert said - TARGETS == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_is_run_exists(page: Path) -> None:
    called = re.findall(r"python -m ([a-z_.0-9]+)", page.read_text("utf-8"))
    ours = [
        name for name in called if name.split(".")[0] in ("kb", "recsys", "channels", "actions", "scripts")
    ]
    for name in ours:
        path = ROOT / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), name


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_path_in_backticks_exists(name: str) -> None:
    said = [part for part in names(prose(name)) if PATH.fullmatch(part)]
    assert said
    gone = [path for path in said if not (ROOT / path).exists()]
    assert [path for path in gone if EXAMPLE not in path] == []


@README
def test_the_folder_table_is_the_folder_list(name: str) -> None:
    said = {names(row[0])[0].rstrip("/") for row in table(name, FOLDER[name])}
    ignored = {line.strip().strip("/") for line in read(".gitignore").splitlines()}
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert said == there - ignored


@README
def test_both_commands_stand_in_a_block_of_their_own(name: str) -> None:
    assert any({"make run", "make test"} <= _commands(block) for block in blocks(name, "sh"))


@README
def test_the_catalogue_table_names_every_kind_of_file(name: str) -> None:
    assert {names(row[0])[0] for row in table(name, FILE[name])} == {f"{kind}.yml" for kind in KINDS}


@README
def test_the_transcript_uses_a_demo_customer_and_products_of_the_catalogue(name: str) -> None:
    text = read(name)
    stories = yaml.safe_load(read("recsys/customers/stories.yml"))
    plans = yaml.safe_load(read("kb/data/yuntong/plans.yml"))["items"]
    fees = {plan["title"]: plan["fee"] for plan in plans}
    quoted = [title for title in fees if title in text]
    assert any(story["name"] in text for story in stories)
    assert quoted
    assert all(f"{fees[title] // 100}元/月" in text for title in quoted if f"{title} " in text)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CHANGELOG.md"])
def test_the_number_of_intents_is_right(name: str) -> None:
    domains = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "bot/domain").glob("*.yml")]
    intents = {intent for domain in domains for intent in domain.get("intents", ())} - {"nlu_fallback"}
    assert re.findall(r"(\d+) ?(?:intents|个意图)", read(name)) == [str(len(intents))]


def test_the_changelog_has_a_section_for_the_version_of_the_project() -> None:
    version = re.findall(r'(?m)^version = "(.+)"$', read("pyproject.toml"))[0]
    assert re.search(rf"(?m)^## \[{re.escape(version)}\]", read("CHANGELOG.md"))


def _commands(block: str) -> set[str]:
    """Without what follows as a comment."""
    return {line.split("#")[0].strip() for line in block.splitlines()}
