"""Staff read every code that a plan or pack can be refused with."""

import re
from pathlib import Path

import recsys
from recsys.offer.codes import titles

ROOT = Path(recsys.__file__).parent
GIVEN = re.compile(r'Suppressed\([^"\n]*"([a-z_]+)"|(?:return|yield|else) "([a-z_]+)"|"([a-z_]+)" if ')
DECIDING = (
    "offer/eligibility.py",
    "tariff/plan_case.py",
    "tariff/plan_gate.py",
    "tariff/plan_choice.py",
    "tariff/pack_case.py",
    "tariff/pack_choice.py",
    "wealth/suitability.py",
)
QUESTIONS = {"data_need", "budget", "days", "day", "voice", "data", "roaming", "directed"}  # no refusals


def test_every_refusal_has_a_title() -> None:
    source = "\n".join((ROOT / name).read_text("utf-8") for name in DECIDING)
    codes = {code for found in GIVEN.findall(source) for code in found if code} - QUESTIONS
    assert {"not_on_sale", "owned", "no_saving", "too_slow", "loses_broadband", "risk_above_level"} <= codes
    assert codes - titles().keys() <= {"keep_plan", "keep_plan_drop"}
