"""Is a part ready? One question per part, each answered by a real request to it."""

import json
import urllib.error
import urllib.request

import redis

HEARTBEAT = "huake:worker:heartbeat"
SECONDS = 5.0


def answers(
    url: str, token: str = "", body: dict[str, object] | None = None, seconds: float = SECONDS
) -> bool:
    """Whether ``url`` answers with success; a ``body`` makes it a POST."""
    return status(url, token, body, seconds) in range(200, 300)


def status(url: str, token: str = "", body: dict[str, object] | None = None, seconds: float = SECONDS) -> int:
    """The HTTP status that ``url`` answers with; 0 for no answer."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=seconds) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def redis_answers(url: str) -> bool:
    """Whether the Redis at ``url`` takes our password and is done loading."""
    try:
        with redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def worker_beats(url: str) -> bool:
    """Whether the worker has left a sign of life."""
    try:
        with redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
            return bool(client.exists(HEARTBEAT))
    except (redis.RedisError, OSError):
        return False
