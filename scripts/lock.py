"""Write requirements/*.txt from what the environments hold: exact versions, nothing local."""

import re
import subprocess
import sys

from scripts.environments import HUAKE, RASA
from scripts.installation import Environment

HEADER = "# Exact versions for Python {version}; `make lock` writes this file. Direct ones: {source}\n"


def main() -> int:
    """Rewrite every lock file."""
    for environment in (HUAKE, RASA):
        environment.lock.write_text(_header(environment) + locked(_freeze(environment)))
        print(f"wrote {environment.lock.name}")
    return 0


def locked(frozen: str) -> str:
    """``pip freeze`` lines without local builds (``+cpu``), editable installs and file addresses."""
    lines = [re.sub(r"\+[\w.]+$", "", line.strip()) for line in frozen.splitlines()]
    return "".join(f"{line}\n" for line in lines if re.fullmatch(r"[\w.\-]+==[\w.!]+", line))


def _header(environment: Environment) -> str:
    return HEADER.format(version=environment.version, source=f"requirements/{environment.lock.stem}.in")


def _freeze(environment: Environment) -> str:
    command = [str(environment.python), "-m", "pip", "freeze", "--disable-pip-version-check"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
