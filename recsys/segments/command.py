"""`python -m recsys segments`: who is where, for how long, and the bounds of ranked tags."""

import argparse
from datetime import UTC, datetime

from recsys.engine import Engine, open_engine
from recsys.segments.report import stage_report
from recsys.segments.spread import scheme_items, schemes
from recsys.settings import Settings
from recsys.tags.registry import current
from recsys.unusable import Unusable


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("segments")
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(metavar="action")
    stages = actions.add_parser("stages", help="time in every stage of a lifecycle or funnel")
    stages.add_argument("tag", help="such as funnel_wealth")
    stages.set_defaults(run=_stages)
    bounds = actions.add_parser("bounds", help="measure the bounds that are shares of the population")
    bounds.add_argument(
        "--apply", action="store_true", help="store them as new versions; run it once a month"
    )
    bounds.add_argument("--by", default="system", help="your staff id or login")
    bounds.add_argument("--reason", default="bounds measured again", help="for the audit trail")
    bounds.set_defaults(run=_bounds)


def _list(_: argparse.Namespace) -> int:
    engine, now = _engine(), datetime.now(UTC)
    with engine.read() as connection:
        found = schemes(connection, scheme_items(current(connection, engine.settings.zone)), now)
    for scheme in found:
        print(f"{scheme.item.tag.title} ({scheme.item.tag.key})")
        for part in scheme.parts:
            print(f"  {part.value.name}\t{part.count}\t{part.share:.1f}%")
        print(f"  –\t{scheme.without}")
    return 0


def _stages(args: argparse.Namespace) -> int:
    engine, now = _engine(), datetime.now(UTC)
    with engine.read() as connection:
        known = current(connection, engine.settings.zone)
        item = known.by_key.get(args.tag)
        if item is None or not item.tag.history:
            there_are = ", ".join(sorted(one.tag.key for one in known.kept))
            raise Unusable(f"segments: {args.tag} is no tag with a history; there are: {there_are}")
        report = stage_report(connection, item.tag, now)
    print(f"{item.tag.title}: {report.people} customers")
    print("stage\tentered\tnow\tmedian days\tonward %")
    for one in report.stages:
        median = f"{one.quartiles[1]:.1f}" if one.quartiles else "–"
        print(f"{one.stage}\t{one.entered}\t{one.now}\t{median}\t{'–' if one.onward is None else one.onward}")
    return 0


def _bounds(args: argparse.Namespace) -> int:
    from recsys.segments.bounds import TooFew, measure
    from recsys.tags.change import apply

    engine, now = _engine(), datetime.now(UTC)
    try:
        found = measure(engine, now)
    except TooFew as error:
        raise Unusable(f"segments: {error}") from error
    print("tag\tcustomers\tbounds now → measured; in its own unit: fen, or percent of a margin")
    for one in found:
        print(f"{one.tag.key}\t{one.people}\t{_listed(one.old)} → {_listed(one.new)}")
        if args.apply and one.new != one.old:
            done = apply(engine, one.proposed, args.by, args.reason, now)
            print(f"{done.key} is at version {done.version}")
    if not args.apply:
        print("nothing is stored; --apply makes these the bounds")
    return 0


def _listed(bounds: tuple[float, ...]) -> str:
    """``149060, 219575``: whole numbers without a point."""
    return ", ".join(f"{bound:g}" if bound % 1 else f"{bound:.0f}" for bound in bounds)


def _engine() -> Engine:
    return open_engine(Settings(), search=False)
