"""``make lock``: write requirements/*.txt, the exact versions of all that requirements/*.in need.

Versions that are locked already stay, unless a line was taken out of the lock file to let it move.
"""

import json
import subprocess
import sys
from collections.abc import Iterable

from scripts.environments import HUAKE, RASA
from scripts.installation import Environment

HEADER = "# Exact versions for Python {version}, written by `make lock` from {source}.\n"


def main() -> int:
    """Rewrite every lock file; 1 if pip finds no versions that fit together."""
    for environment in (HUAKE, RASA):
        print(f"resolving requirements/{environment.lock.stem}.in …", flush=True)
        try:
            found = _resolve(environment)
        except subprocess.CalledProcessError as error:
            print(
                f"make lock: pip could not resolve it, see above (code {error.returncode})", file=sys.stderr
            )
            return 1
        environment.lock.write_text(_header(environment) + locked(found))
    return 0


def locked(found: Iterable[tuple[str, str]]) -> str:
    """Lines ``name==version`` in order, without the names of local builds (``+cpu``)."""
    ordered = sorted(found, key=lambda package: package[0].lower())
    return "".join(f"{name}=={version.partition('+')[0]}\n" for name, version in ordered)


def _header(environment: Environment) -> str:
    return HEADER.format(version=environment.version, source=f"{environment.lock.stem}.in")


def _resolve(environment: Environment) -> list[tuple[str, str]]:
    """What pip would install into an empty environment: names and versions."""
    pip = [str(environment.python), "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
    files = ["-r", str(environment.lock.with_suffix(".in")), "-c", str(environment.lock)]
    done = subprocess.run([*pip, "--report", "-", *files], check=True, stdout=subprocess.PIPE)
    packages = (item["metadata"] for item in json.loads(done.stdout)["install"])
    return [(package["name"], package["version"]) for package in packages]


if __name__ == "__main__":
    sys.exit(main())
