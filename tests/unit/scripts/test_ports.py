import socket
from collections.abc import Iterator
from dataclasses import astuple

import pytest

from scripts.ports import PortBusy, Ports, check_free, free_ports


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_settings_move_the_ports() -> None:
    assert Ports.from_environment({"HUAKE_PORT": "9000", "HUAKE_RASA_PORT": "9001"}) == Ports(
        9000, 9001, 5055, 6390
    )


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "eighty"])
def test_what_is_no_port_is_refused_by_its_setting(text: str) -> None:
    with pytest.raises(PortBusy, match="HUAKE_ACTIONS_PORT"):
        Ports.from_environment({"HUAKE_ACTIONS_PORT": text})


def test_a_busy_port_is_named_with_the_setting_that_moves_it(busy: int) -> None:
    with pytest.raises(PortBusy, match=rf"port {busy} \(rasa\).*HUAKE_RASA_PORT="):
        check_free(Ports(gateway=free_ports().gateway, rasa=busy))


def test_a_foreign_redis_needs_no_port(busy: int) -> None:
    free = free_ports()
    check_free(Ports(free.gateway, free.rasa, free.actions, busy).without_redis())


def test_free_ports_are_free_and_different() -> None:
    ports = free_ports()
    check_free(ports)
    assert len(set(astuple(ports))) == 4
