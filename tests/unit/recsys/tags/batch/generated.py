"""Rules and customers drawn at random, with everything that engines like to see differently in them."""

from datetime import date, timedelta
from functools import reduce
from random import Random
from typing import Any

from recsys.tags.example import MOMENT
from recsys.tags.vocabulary import CONSENTS, MONTH, OPEN, PROFILE

NUMBERS = [name for name, kind in MONTH.items() if kind == "int"][:6]
TEXTS = ["", "a", "B", "教师", "学生", "a教", "é", "🀄", "CN-ZJ", "CN-GD", "R2"]
NAMES = ["complaint.raised", "intent:ask_bill", "order:mobile", "contact:营销接触/接受"]
KINDS = ["deposit", "cash", "equity"]
CHANNELS = ["app", "wechat", "hall"]
SERVICES = ["yt_a/since", "yt_a/ended"]
DATES = [["fact", "profile", name] for name, kind in PROFILE.items() if kind == "date"]
DATES += [["fact", "services", name] for name in SERVICES]
FLAGS = [["fact", "profile", name] for name, kind in PROFILE.items() if kind == "bool"]
WORDS = [["fact", "profile", name] for name, kind in PROFILE.items() if kind == "text"]


def rules(seed: int, count: int) -> dict[str, Any]:
    """So many different, checked rules of all types, by a name."""
    rng = Random(seed)
    makers = (condition, number, number, text)
    found: dict[str, Any] = {}
    while len(found) < count:
        tree = makers[len(found) % 4](rng, rng.randint(1, 4))
        found.setdefault(str(tree), tree)
    return {f"r{position}": tree for position, tree in enumerate(found.values())}


def number(rng: Random, depth: int) -> Any:
    """A rule that gives a number; products stay small enough for 64 bits."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice([rng.randint(-5, 120), rng.choice([0.5, 1.5, 2.5, 0.1, -0.5, 1e-9]), leaf(rng)])
    make = rng.choice([_sum, _product, _ratio, _rounded, _branches, _bands, _size, lambda r, d: leaf(r)])
    return make(rng, depth - 1)


def condition(rng: Random, depth: int) -> Any:
    """A rule that is true or false."""
    if depth == 0:
        return rng.choice([rng.choice(FLAGS), ["known", leaf(rng)], rng.random() < 0.5])
    make = rng.choice([_compared, _compared, _joined, _not, _known, _days, _happened, _text_test, _listed])
    return make(rng, depth - 1)


def text(rng: Random, depth: int) -> Any:
    """A rule that gives a text."""
    if depth == 0 or rng.random() < 0.3:
        return rng.choice([*WORDS, ["most", "channels", rng.randint(0, 4)], ["riskiest"], rng.choice(TEXTS)])
    if rng.random() < 0.5:
        return ["band", number(rng, depth - 1), ["list", -1, 0.5, 30], ["list", "低", "中", "高", "很高"]]
    return ["case", [condition(rng, depth - 1), text(rng, depth - 1)], [condition(rng, 0), text(rng, 0)]]


def leaf(rng: Random) -> Any:
    """A number that is looked up."""
    months, name = rng.randint(1, 6), rng.choice(NUMBERS)
    return rng.choice(
        [
            [rng.choice(["avg", "sum", "max", "min"]), months, name],
            [rng.choice(["trend", "last"]), name],
            ["months"],
            ["events", rng.choice(NAMES), rng.choice([1, 30, 90])],
            ["count", "channels", rng.choice(CHANNELS)],
            ["open", rng.choice(list(OPEN))],
            ["holding_sum", *rng.sample(KINDS, rng.randint(0, 2))],
            ["holding_count", *rng.sample(KINDS, rng.randint(0, 2))],
            [
                "age",
                rng.choice([*DATES, ["latest", *rng.sample(NAMES, rng.randint(1, 2))], ["next_maturity"]]),
            ],
            ["count_months", months, _month_condition(rng)],
            ["fact", "profile", "plan_fee"],
        ]
    )


def _month_condition(rng: Random) -> Any:
    simple = [
        rng.choice(["<", ">=", "=", "!="]),
        ["month", rng.choice(NUMBERS)],
        rng.choice([0, 50, 0.5, ["month", NUMBERS[0]]]),
    ]
    others = [["not", simple], ["has", ["month", "roamed"], "JP"], ["known", ["month", "roamed"]]]
    return rng.choice([simple, *others, [">", ["size", ["month", "roamed"]], 0]])


def _sum(rng: Random, depth: int) -> Any:
    return [rng.choice("+-"), number(rng, depth), number(rng, depth)]


def _product(rng: Random, depth: int) -> Any:
    return ["*", number(rng, min(depth, 1)), rng.choice([2, 100, 0.1, -3])]


def _ratio(rng: Random, depth: int) -> Any:
    return ["/", number(rng, depth), number(rng, depth)]


def _rounded(rng: Random, depth: int) -> Any:
    return ["round", rng.choice([number(rng, depth), ["/", leaf(rng), 2], ["*", leaf(rng), 0.5]])]


def _branches(rng: Random, depth: int) -> Any:
    return ["case", *([condition(rng, depth), number(rng, depth)] for _ in range(rng.randint(1, 3)))]


def _bands(rng: Random, depth: int) -> Any:
    value = rng.choice([number(rng, depth), _distance(rng)])
    return ["band", value, ["list", 0, 10, 99.5], ["list", 3, 2, 1, 0]]


def _size(_rng: Random, _depth: int) -> Any:
    return ["size", ["last", "roamed"]]


def _compared(rng: Random, depth: int) -> Any:
    return [rng.choice(["<", "<=", ">", ">=", "=", "!="]), number(rng, depth), number(rng, depth)]


def _joined(rng: Random, depth: int) -> Any:
    return [rng.choice(["and", "or"]), *(condition(rng, depth) for _ in range(rng.randint(1, 3)))]


def _not(rng: Random, depth: int) -> Any:
    return ["not", condition(rng, depth)]


def _known(rng: Random, depth: int) -> Any:
    return ["known", rng.choice([number, text])(rng, depth)]


def _days(rng: Random, _depth: int) -> Any:
    return [
        rng.choice(["<", "<=", ">", ">=", "=", "!="]),
        _distance(rng),
        rng.choice([0, 1, 30, 400, -90, 0.5, 10**9]),
    ]


def _distance(rng: Random) -> Any:
    latest = ["latest", *rng.sample(NAMES, rng.randint(1, 2))]
    return [rng.choice(["days_since", "days_until"]), rng.choice([*DATES, latest, ["next_maturity"]])]


def _happened(rng: Random, _depth: int) -> Any:
    counts = [["events", rng.choice(NAMES), rng.choice([1, 30, 90])] for _ in range(rng.randint(1, 3))]
    added = reduce(lambda a, b: ["+", a, b], counts)
    return [rng.choice(["<", "<=", ">", ">=", "=", "!="]), added, rng.choice([0, 1, 1, 2, 3, 0.5])]


def _text_test(rng: Random, depth: int) -> Any:
    value = text(rng, depth)
    return rng.choice(
        [
            ["in", value, ["list", *rng.sample(TEXTS, 3)]],
            ["starts", value, rng.choice(["", "CN-", "教", "a"])],
            [rng.choice(["=", "!=", "<", ">="]), value, rng.choice(TEXTS)],
        ]
    )


def _listed(rng: Random, _depth: int) -> Any:
    return rng.choice([["has", ["last", "roamed"], rng.choice(["JP", "KR"])], ["=", _size(rng, 0), 0]])


def customers(seed: int, count: int) -> list[tuple[str, dict[str, Any]]]:
    """Facts of people of whom much, little or nothing is known; the first is empty."""
    rng = Random(seed)
    return [("c0", {}), *((f"c{position}", facts(rng)) for position in range(1, count))]


def facts(rng: Random) -> dict[str, Any]:
    """What is remembered of one of them."""
    known: dict[str, Any] = {
        "profile": {name: _profile(rng, kind) for name, kind in PROFILE.items() if rng.random() < 0.8},
        "months": [_month(rng, position) for position in range(rng.randint(0, 6))],
        "risk": {"level": rng.choice(["C1", "C3", None])},
        "consents": {name: rng.random() < 0.5 for name in CONSENTS if rng.random() < 0.3},
        "holdings": {f"p{position}": _holding(rng) for position in range(rng.choice([0, 0, 1, 3]))},
        "times": {name: _times(rng) for name in NAMES if rng.random() < 0.6},
        "services": {name: _day(rng) for name in SERVICES if rng.random() < 0.7},
        "channels": {name: rng.randint(1, 3) for name in CHANNELS if rng.random() < 0.6},
        "open": {kind: [str(n) for n in range(rng.randint(0, 2))] for kind in OPEN},
    }
    return {name: value for name, value in known.items() if rng.random() < 0.85}


def _profile(rng: Random, kind: str) -> Any:
    drawn = {
        "date": _day(rng),
        "text": rng.choice([*TEXTS, None]),
        "bool": rng.choice([True, False, None]),
        "int": rng.choice([0, 5900, 19900, None]),
    }
    return drawn[kind]


def _day(rng: Random) -> str | None:
    around = MOMENT.date() + timedelta(days=rng.randint(-800, 400))
    odd = ["2000-02-29", "1958-11-18", "1958-11-19", "2026-11-18", "2026-11-19", None]
    return rng.choice([around.isoformat(), *odd, date(rng.randint(1930, 2020), 2, 28).isoformat()])


def _month(rng: Random, position: int) -> dict[str, Any]:
    values = {name: rng.choice([0, 1, 3, 25, 50, 77, 1000, 65_537, None]) for name in NUMBERS}
    shown = {name: value for name, value in values.items() if rng.random() < 0.9}
    roamed = {"roamed": rng.choice([[], ["JP"], ["JP", "KR"], None])} if rng.random() < 0.8 else {}
    return {"month": f"2026-{position + 5:02d}", **shown, **roamed}


def _holding(rng: Random) -> dict[str, Any]:
    amount = rng.choice([1, 99, 1_000_000_000])
    return {
        "kind": rng.choice(KINDS),
        "risk": rng.choice(["R1", "R4", None]),
        "amount": amount,
        "matures": _day(rng),
    }


def _times(rng: Random) -> list[float]:
    """Some of them exactly at the edge of a window, or a microsecond beside it."""
    edges = [timedelta(days=days, microseconds=off) for days in (1, 30, 90) for off in (-1, 0, 1)]
    drawn = [
        rng.choice([*edges, timedelta(seconds=rng.randint(0, 10**7))]) for _ in range(rng.randint(1, 20))
    ]
    return [(MOMENT - ago).timestamp() for ago in drawn]
