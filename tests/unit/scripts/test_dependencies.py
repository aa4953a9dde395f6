import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from scripts import spark
from scripts.environments import HUAKE, RASA, ROOT
from scripts.installation import Environment

OURS = ("kb", "recsys", "actions", "channels", "scripts")
# Needed though no code of ours imports it: drivers, back ends, parsers, command lines, types, pins.
UNIMPORTED = {
    "hiredis",
    "import-linter",
    "mypy",
    "psycopg",
    "pytest-asyncio",
    "pytest-timeout",
    "python-multipart",
    "ruff",
    "sqlglot",
    "types-defusedxml",
    "types-pyyaml",
    "types-tqdm",
}
# Part of a direct dependency, and meant to be imported: FastAPI's starlette, rasa-sdk's sanic.
INCLUDED = {"starlette", "sanic"}


def direct(environment: Environment) -> set[str]:
    """Names in the ``.in`` file."""
    return wanted(environment.lock)


def wanted(lock: Path) -> set[str]:
    lines = lock.with_suffix(".in").read_text().splitlines()
    return {named(line) for line in lines if line and not line.startswith("#")}


def named(requirement: str) -> str:
    return re.split(r"[\[=<>!~ ]", requirement)[0].lower().replace("_", "-")


def imported(*folders: str) -> set[str]:
    """Distributions that the Python files below the folders import."""
    modules: set[str] = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            modules |= _imports(path)
    known = packages_distributions()
    return {named(name) for module in modules for name in known.get(module, [])}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names)


def test_what_our_code_imports_is_a_direct_dependency() -> None:
    assert imported(*OURS) - direct(HUAKE) - INCLUDED == set()


def test_no_direct_dependency_is_unused() -> None:
    assert direct(HUAKE) - imported(*OURS, "bot", "tests") - UNIMPORTED == set()
    assert direct(RASA) - {"rasa"} <= imported("bot")


def test_every_direct_dependency_is_locked_and_documented() -> None:
    rows = re.findall(
        r"(?m)^\| ([\w-]+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs" / "dependencies.md").read_text()
    )
    documented = {named(name) for name, licence, why in rows if licence.strip() and why.strip()}
    for environment in (HUAKE, RASA):
        locked = {named(line) for line in environment.lock.read_text().splitlines() if "==" in line}
        assert direct(environment) <= locked, environment.version
        assert direct(environment) <= documented
    optional = wanted(spark.LOCK)
    assert documented - {"package", "what"} == direct(HUAKE) | direct(RASA) | optional
