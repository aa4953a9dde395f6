"""``make train``: train the Rasa model if its data, configuration or code changed."""

import os
import sys
from pathlib import Path

from scripts.environments import ROOT
from scripts.processes import PartFailed
from scripts.training import MODEL, ensure_model


def main() -> int:
    """0 when the model is up to date."""
    var = Path(os.environ.get("HUAKE_VAR", ROOT / "var"))
    try:
        trained = ensure_model(var / "kb", var / "log")
    except PartFailed as error:
        print(f"make train: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"{MODEL.relative_to(ROOT)} is {'trained' if trained else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
