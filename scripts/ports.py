"""The ports of the parts, and whether they are free."""

import socket
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields, replace


class PortBusy(Exception):
    """A port is taken; the message names the setting that moves it."""


@dataclass(frozen=True)
class Ports:
    """Each is set with ``HUAKE_PORT`` (gateway) or ``HUAKE_<PART>_PORT``; Redis 0 = none of ours."""

    gateway: int = 8000
    rasa: int = 5005
    actions: int = 5055
    redis: int = 6390

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Ports":
        """The defaults, changed by settings. Raises PortBusy for something that is no port."""
        return cls(**{name: _number(environment, name, getattr(cls, name)) for name in _names()})

    def without_redis(self) -> "Ports":
        """The ports when Redis is somebody else's."""
        return replace(self, redis=0)


def setting_of(part: str) -> str:
    """The setting that changes a part's port."""
    return "HUAKE_PORT" if part == "gateway" else f"HUAKE_{part.upper()}_PORT"


def check_free(ports: Ports) -> None:
    """Raise PortBusy for the first port that another program holds."""
    for part in _names():
        port: int = getattr(ports, part)
        if port and not is_free(port):
            raise PortBusy(
                f"port {port} ({part}) is in use: end the program that holds it, or choose another with "
                f"`{setting_of(part)}={port + 1} make run`"
            )


def is_free(port: int) -> bool:
    """Whether one of our servers could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True


def free_ports() -> Ports:
    """Four ports that nobody holds now, for tests."""
    sockets = [socket.socket() for _ in astuple(Ports())]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return Ports(*(one.getsockname()[1] for one in sockets))
    finally:
        for one in sockets:
            one.close()


def _names() -> list[str]:
    return [entry.name for entry in fields(Ports)]


def _number(environment: Mapping[str, str], part: str, default: int) -> int:
    text = environment.get(setting_of(part), str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise PortBusy(f"{setting_of(part)}={text!r} is no port: give a number from 1 to 65535")
    return int(text)
