"""`python -m recsys foresee`: train and apply what is foreseen of our own customers."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from recsys.argument import at_least
from recsys.engine import Engine, open_engine
from recsys.events.store import store_events
from recsys.models.channel.learned import load_channel_model
from recsys.models.channel.preference import learn_channels
from recsys.models.customers.scoring import CHANNEL, WEIGHTS, foresee, foreseers
from recsys.models.customers.training import from_log, simulated, train_aims
from recsys.models.matching.learnt import MATCH, learn_match
from recsys.models.store import ModelError, save
from recsys.models.table import DataError
from recsys.models.train import scores_of
from recsys.models.train_command import header, line
from recsys.settings import Settings
from recsys.tags.definition import definitions
from recsys.tags.store import announce

SEED = 101


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("foresee", description=__doc__)
    parser.add_argument("do", choices=("train", "apply"), help="train the models, or set tags with them")
    parser.add_argument(
        "--simulated",
        type=at_least(1),
        metavar="N",
        help="train on N made-up people instead of the event log",
    )
    parser.add_argument("--models", type=Path, help="folder of the models (default <var>/models)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when something was trained or applied, 2 when nothing could be. Raises Unusable."""
    engine = open_engine(Settings(), search=False)
    folder, now = args.models or engine.settings.var / "models", datetime.now(UTC)
    try:
        if args.do == "train":
            return _train(engine, folder, args.simulated, now)
        return _apply(engine, folder, now)
    finally:
        engine.close()


def _train(engine: Engine, folder: Path, size: int | None, now: datetime) -> int:
    if size:
        _, observations = simulated(engine.catalogue, size, SEED, now)
    else:
        observations = from_log(engine, now)
    print(header())
    trained = 0
    for aim, model in train_aims(observations):
        if isinstance(model, DataError):
            print(f"{aim.key:<26} not trained: {model}")
            continue
        save(model, folder / aim.key, now)
        print(line(aim.key, scores_of(model)), flush=True)
        trained += 1
    channels = learn_channels(observations)
    if channels is None:
        print(f"{CHANNEL:<26} not trained: too few customers with more than ten contacts")
    else:
        channels.save(folder / CHANNEL / WEIGHTS)
    if trained:
        learn_match(observations).save(folder / MATCH)
        return 0
    print(
        "nothing was trained: while the log is young, --simulated 6000 learns from made-up people",
        file=sys.stderr,
    )
    return 2


def _apply(engine: Engine, folder: Path, now: datetime) -> int:
    known = foreseers(folder)
    if not known:
        raise ModelError(f"{folder}: there is no model; python -m recsys foresee train makes them")
    path, count = folder / CHANNEL / WEIGHTS, 0
    channels = load_channel_model(path) if path.is_file() else None
    for events in tqdm(foresee(engine, known, now, channels), unit=" chunks", file=sys.stderr):
        with engine.write() as connection:
            states = store_events(connection, events, definitions())
        announce(engine, states)
        count += len(events)
    print(f"{count} tags set or cleared by {len(known)} models")
    return 0
