"""What each of Huake's own processes is: its command, how to see that it is ready, what to do if not."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.credentials import Credentials
from scripts.environments import HUAKE, RASA, ROOT
from scripts.ports import Ports
from scripts.processes import Part, PartFailed
from scripts.readiness import answers, status, worker_beats
from scripts.training import MODEL

ADVICE = "The last lines of its log say why."
# A turn is short: more threads only fight over the cores.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}


def part_environment(var: Path, ports: Ports, credentials: Credentials, redis_url: str) -> dict[str, str]:
    """The settings that all parts and commands of one system get."""
    return {
        "HUAKE_VAR": str(var),
        "HUAKE_PORT": str(ports.gateway),
        "HUAKE_RASA_URL": f"http://127.0.0.1:{ports.rasa}",
        "HUAKE_ACTIONS_PORT": str(ports.actions),
        "HUAKE_ACTIONS_URL": f"http://127.0.0.1:{ports.actions}/webhook",
        "HUAKE_INNER_TOKEN": credentials.inner_token,
        "HUAKE_JWT_KEY": credentials.jwt_key,
        "HUAKE_IDENTITY_KEY": credentials.identity_key,
        "HUAKE_DEMO": os.environ.get("HUAKE_DEMO", "true"),
        "REDIS_URL": redis_url,
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "passive",  # threads that spin while they wait starve the other parts
    }


def rasa_part(environment: Mapping[str, str], ports: Ports, credentials: Credentials) -> Part:
    """Rasa, ready once it understands a sentence; only this machine can reach it."""
    command = (str(RASA.python), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(ports.rasa))
    parse = f"http://127.0.0.1:{ports.rasa}/webhooks/huake/parse"
    return Part(
        name="rasa",
        command=(
            *command,
            "--model",
            str(MODEL),
            "--endpoints",
            "endpoints.yml",
            "--credentials",
            "credentials.yml",
        ),
        ready=lambda: _understands(parse, credentials.inner_token),
        advice=ADVICE,
        timeout=180,
        environment={**environment, **ONE_THREAD, "PYTHONWARNINGS": "ignore"},
        folder=ROOT,
    )


def _understands(url: str, token: str) -> bool:
    """Rasa listens once it has tried to load the model: an error then means that it could not."""
    code = status(url, token, {"text": "你好"}, seconds=20)
    if code >= 500:
        raise PartFailed("rasa cannot use its model: delete the folder models, then run `make train`")
    return code == 200


def actions_part(environment: Mapping[str, str], ports: Ports) -> Part:
    """The action server."""
    health = f"http://127.0.0.1:{ports.actions}/health"
    return _python_part("actions", ("actions.server",), environment, lambda: answers(health))


def gateway_part(environment: Mapping[str, str], ports: Ports) -> Part:
    """The only part that others may reach."""
    ready = f"http://127.0.0.1:{ports.gateway}/readyz"
    return _python_part("gateway", ("channels", "serve"), environment, lambda: answers(ready))


def worker_part(environment: Mapping[str, str], redis_url: str) -> Part:
    """Folds events into tags, runs schedules."""
    return _python_part("worker", ("channels", "worker"), environment, lambda: worker_beats(redis_url))


def _python_part(
    name: str, module: tuple[str, ...], environment: Mapping[str, str], ready: Callable[[], bool]
) -> Part:
    return Part(
        name=name,
        command=(str(HUAKE.python), "-m", *module),
        ready=ready,
        advice=ADVICE,
        timeout=120,
        environment={**environment, "OMP_NUM_THREADS": "1"},
        folder=ROOT,
    )
