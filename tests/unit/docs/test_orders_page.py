"""docs/orders.md against the codes of orders and offers."""

import ast

from recsys.offer.codes import titles
from recsys.orders.terms import WEALTH_ACTIONS
from tests.unit.docs.pages import ROOT, names, table

PAGE = "docs/orders.md"


def refusals() -> set[str]:
    """Every literal that OrderRefused is raised with."""
    found: set[str] = set()
    for path in (ROOT / "recsys").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "OrderRefused":
                inner = (part for argument in node.args for part in ast.walk(_outcomes(argument)))
                found |= {part.value for part in inner if isinstance(part, ast.Constant)}
    return {code for code in found if isinstance(code, str)}


def _outcomes(node: ast.expr) -> ast.AST:
    """Of ``a if test else b`` only what may come out."""
    return ast.Tuple(elts=[node.body, node.orelse]) if isinstance(node, ast.IfExp) else node


def test_every_code_of_a_refused_order_stands_there() -> None:
    assert {names(row[0])[0] for row in table(PAGE, "code of a refused order")} == refusals()


def test_every_offer_code_stands_there_with_its_title_for_staff() -> None:
    assert {names(row[0])[0]: row[1] for row in table(PAGE, "offer code")} == titles()


def test_every_action_of_an_order_stands_there() -> None:
    said = {names(row[0])[0] for row in table(PAGE, "action")}
    assert said == {"order", "cancel", *WEALTH_ACTIONS}
