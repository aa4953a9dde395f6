import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.environments import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILES = sorted((ROOT / "docker").glob("*.Dockerfile"))
INSTRUCTIONS = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "CMD"}


def instructions(path: Path) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile with their arguments, comments and line continuations resolved."""
    text = re.sub(r"(?m)^\s*#.*\n", "", path.read_text()).replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def modules(command: list[str]) -> list[str]:
    return [command[i + 1] for i, word in enumerate(command) if word == "-m"]


def module_exists(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return name == "rasa" or path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_only_the_gateway_can_be_reached_and_only_from_this_machine() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["pod"]
    assert SERVICES["pod"]["ports"] == ["127.0.0.1:${HUAKE_PORT:-8000}:8000"]
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    for name in ("redis", "postgres", "prepare"):
        assert SERVICES[name]["networks"] == ["inner"], name
    for name in ("rasa", "actions", "gateway"):
        assert SERVICES[name]["network_mode"] == "service:pod", name
        assert "networks" not in SERVICES[name], name
    assert '"--interface", "127.0.0.1"' in (ROOT / "docker" / "rasa.Dockerfile").read_text()


def test_the_stores_are_the_agreed_versions() -> None:
    assert SERVICES["redis"]["image"] == "redis:7"
    assert SERVICES["postgres"]["image"] == "postgres:15"


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "compose.yml").read_text() + (ROOT / "docker" / "example.env").read_text()
    for line in text.splitlines():
        if (
            re.search(r"(?i)(token|key|password)[^:=]*[:=]", line)
            and "${" not in line
            and not line.startswith("#")
        ):
            assert re.search(r"=$|\$\$REDIS_PASSWORD", line), line


def test_every_required_setting_is_in_the_example() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", (ROOT / "compose.yml").read_text()))
    offered = set(re.findall(r"(?m)^(\w+)=", (ROOT / "docker" / "example.env").read_text()))
    assert required <= offered


def test_services_depend_on_services_and_use_declared_networks_and_volumes() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        assert set(service.get("networks", [])) <= set(COMPOSE["networks"]), name
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"]), (
            name
        )
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], other


def test_every_build_and_command_exists() -> None:
    for name, service in SERVICES.items():
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file(), name
        for module in modules(service.get("command", [])):
            assert module_exists(module), f"{name}: {module}"


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_a_dockerfile_is_well_formed_and_copies_what_exists(path: Path) -> None:
    found = instructions(path)
    assert found[0][0] == "FROM"
    assert {word for word, _ in found} <= INSTRUCTIONS
    stages = {rest.split(" AS ")[1] for word, rest in found if word == "FROM" and " AS " in rest}
    for word, rest in found:
        if word == "COPY":
            flags = [part for part in rest.split() if part.startswith("--")]
            *sources, target = [part for part in rest.split() if not part.startswith("--")]
            assert sources, rest
            assert target
            if flags:
                assert flags[0].removeprefix("--from=") in stages
            else:
                assert all((ROOT / source).exists() for source in sources), rest
        if word in ("RUN", "CMD"):
            command = yaml.safe_load(rest) if rest.startswith("[") else shlex.split(rest)
            assert all(module_exists(module) for module in modules(command)), rest
    assert found[-1][0] == "CMD"
    assert "USER" in {word for word, _ in found}, "containers do not run as root"


def test_containers_run_on_the_pythons_that_the_locks_are_for() -> None:
    huake = (ROOT / "docker" / "huake.Dockerfile").read_text()
    rasa = (ROOT / "docker" / "rasa.Dockerfile").read_text()
    assert "FROM python:3.11-" in huake
    assert "requirements/huake.txt" in huake
    assert re.findall(r"FROM python:(\S+?)-", rasa) == ["3.11", "3.10"]
