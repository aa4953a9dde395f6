"""Run a command so that a failure from outside the program is one sentence that says what to do."""

import os
import sys
from collections.abc import Callable

from recsys.unusable import Unusable

INTERRUPTED = 130


def plainly(run: Callable[[], int]) -> int:
    """The command's own exit code; 2 for what the caller can mend, 130 after Ctrl-C.

    A fault of ours keeps its traceback.
    """
    try:
        code = run()
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        told = sentence(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return 2


def sentence(error: Exception) -> str | None:
    """What is wrong outside and what to do; none when it is no such failure."""
    if isinstance(error, Unusable):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return _setting(error) or _database(error) or _catalogue(error)


def _setting(error: Exception) -> str | None:
    """Values are not repeated: they may be secrets."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    if isinstance(error, SettingsError):
        name = str(error).split('"')[1]
        return f"HUAKE_{name.upper()} is no JSON: see docs/settings.md for how to write it"
    if not (isinstance(error, ValidationError) and error.title == "Settings"):
        return None
    return "\n".join(_said(one["loc"], one["msg"]) for one in error.errors(include_url=False))


def _said(place: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not place:
        return message
    name, *inner = map(str, place)
    name = name if name.isupper() else f"HUAKE_{name.upper()}"
    where = f", field {'.'.join(inner)}" if inner else ""
    return f"{name}{where}: {message[:1].lower()}{message[1:]}; see docs/settings.md"


def _database(error: Exception) -> str | None:
    import sqlalchemy as sa

    if not isinstance(error, sa.exc.OperationalError | sa.exc.ProgrammingError):
        return None
    words = str(error.orig).strip().splitlines()[0]
    if "no such table" in words or "no such column" in words or "does not exist" in words:
        return f"the database is not of this version ({words}): run `python -m recsys migrate`"
    if isinstance(error, sa.exc.ProgrammingError):
        return None
    return f"the database cannot be used ({words}): see docs/operations.md, or correct DATABASE_URL"


def _catalogue(error: Exception) -> str | None:
    from kb.catalogue.catalogue import CatalogueError

    if not isinstance(error, CatalogueError):
        return None
    advice = "correct the catalogue, or HUAKE_CATALOGUE_DIR; `python -m kb check` lists every fault"
    return f"{error}\n{advice}"
