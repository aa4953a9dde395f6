"""``python -m channels serve`` runs the gateway, ``python -m channels worker`` the event worker."""

import argparse
import logging
import signal
import sys
import threading

import uvicorn

from recsys.collector import spare_loaded
from recsys.engine import open_engine
from recsys.plainly import plainly
from recsys.settings import Settings


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m channels", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="run the gateway, the only public surface")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    commands.add_parser("worker", help="store events, keep tags and contacts, send what is due")
    arguments = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return plainly(lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings()
    return _serve(settings, arguments.host) if arguments.command == "serve" else _work(settings)


def _serve(settings: Settings, host: str) -> int:
    if not settings.jwt_key or not settings.inner_token:
        print(
            "HUAKE_JWT_KEY and HUAKE_INNER_TOKEN are not set: start with `make run`, or set them.",
            file=sys.stderr,
        )
        return 2
    from channels.server import create_app

    app = create_app(settings)
    spare_loaded()
    uvicorn.run(
        app,
        host=host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
    )
    return 0


def _work(settings: Settings) -> int:
    from recsys.events.worker import run_worker

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    engine = open_engine(settings, search=False)
    spare_loaded()
    run_worker(engine, stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
