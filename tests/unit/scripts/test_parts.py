import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scripts.credentials import Credentials
from scripts.parts import actions_part, part_environment, rasa_part
from scripts.ports import Ports
from scripts.processes import PartFailed

KNOWN = Credentials("inner", "jwt", "redis", {}, "identity")


class Answering(BaseHTTPRequestHandler):
    """Answers every request with the server's ``code`` if the token is right, else 401."""

    def do_GET(self) -> None:
        self.send_response(self.server.code)  # type: ignore[attr-defined]
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        right = self.headers["Authorization"] == "Bearer inner"
        self.send_response(self.server.code if right else 401)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def answering(server: HTTPServer, code: int) -> Ports:
    server.code = code  # type: ignore[attr-defined]
    return Ports(rasa=server.server_port, actions=server.server_port)


def test_rasa_is_ready_when_it_understands_a_sentence(server: HTTPServer) -> None:
    assert rasa_part({}, answering(server, 200), KNOWN).ready()
    assert not rasa_part({}, answering(server, 200), Credentials("wrong", "", "", {}, "")).ready()


def test_a_model_that_does_not_load_is_said_at_once(server: HTTPServer) -> None:
    with pytest.raises(PartFailed, match="make train"):
        rasa_part({}, answering(server, 500), KNOWN).ready()


def test_a_part_that_does_not_listen_or_is_unwell_is_not_ready(server: HTTPServer) -> None:
    assert not actions_part({}, answering(server, 503)).ready()
    server.server_close()
    assert not actions_part({}, answering(server, 200)).ready()


def test_inner_parts_listen_on_this_machine_only_and_send_nothing_home(tmp_path: Path) -> None:
    environment = part_environment(tmp_path, Ports(), KNOWN, "redis://127.0.0.1:6390/0")
    part = rasa_part(environment, Ports(), KNOWN)
    assert part.command[part.command.index("--interface") + 1] == "127.0.0.1"
    assert part.environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert part.environment["OMP_NUM_THREADS"] == "1"
    assert "inner" not in part.command
