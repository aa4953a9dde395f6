"""The Rasa model: what it is made from, whether it is up to date, and training it."""

import hashlib
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from scripts.environments import RASA, ROOT
from scripts.processes import PartFailed, last_line
from scripts.signals import end_with_parent

MODEL = ROOT / "models" / "huake.tar.gz"
STAMP = ROOT / "models" / "huake.sha256"
NAMES = ("dictionary.txt", "names.json")
SHOWN = re.compile(r"(Starting to train|Finished training) component '(?:[\w.]*\.)?(\w+)'")


def sources(root: Path, index: Path) -> list[Path]:
    """Every file that the model depends on, in a fixed order."""
    trees = [path for folder in ("bot", "nlu_data") for path in sorted((root / folder).rglob("*"))]
    files = [path for path in trees if path.suffix in (".py", ".yml") and path.is_file()]
    return [
        *files,
        root / "config.yml",
        root / RASA.lock.relative_to(ROOT),
        *(index / name for name in NAMES),
    ]


def fingerprint(root: Path, index: Path) -> str:
    """A hash over names and contents of the sources."""
    digest = hashlib.sha256()
    for path in sources(root, index):
        name = path.name if index in path.parents else str(path.relative_to(root))
        digest.update(f"{name}\n{path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def ensure_model(index: Path, logs: Path) -> bool:
    """Train if anything changed since the last time; whether it did. Raises PartFailed."""
    wanted = fingerprint(ROOT, index)
    if MODEL.is_file() and STAMP.is_file() and STAMP.read_text() == wanted:
        return False
    STAMP.unlink(missing_ok=True)
    train(index, logs / "train.log")
    STAMP.write_text(wanted)
    return True


def train(index: Path, log: Path) -> None:
    """Run ``rasa train`` and print a line per component; the whole output goes to ``log``."""
    started = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    print("train the Rasa model …", flush=True)
    environment = {
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "HUAKE_VAR": str(index.parent),
    }
    child = subprocess.Popen(
        train_command(),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    try:
        _follow(child, log, started)
        code = child.wait()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    if code != 0 or not MODEL.is_file():
        raise PartFailed(f"training failed ({last_line(log)}): correct what {log} names, then `make train`")
    print(f"train the Rasa model: done in {time.monotonic() - started:.0f} s", flush=True)


def train_command() -> tuple[str, ...]:
    """``rasa train`` with our folders."""
    data = ("--domain", "bot/domain", "--config", "config.yml", "--data", "nlu_data", "bot/rules")
    return (
        str(RASA.python),
        "-m",
        "rasa",
        "train",
        *data,
        "--out",
        str(MODEL.parent),
        "--fixed-model-name",
        "huake",
    )


def _follow(child: "subprocess.Popen[bytes]", log: Path, started: float) -> None:
    assert child.stdout is not None
    with child.stdout as lines, log.open("wb") as file:
        for line in lines:
            file.write(line)
            shown = SHOWN.search(line.decode(errors="replace"))
            if shown:
                print(f"  {time.monotonic() - started:4.0f} s  {shown[1]} {shown[2]}", flush=True)
