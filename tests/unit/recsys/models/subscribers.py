"""A made-up table of subscribers: who leaves depends on the months with us, the contract and the overrun."""

from pathlib import Path

import numpy as np

from recsys.models.table import Table


def subscribers(rows: int = 1200, seed: int = 1) -> Table:
    """Columns of every kind that a real table has: identifier, words, gaps, a constant."""
    rng = np.random.default_rng(seed)
    months = rng.integers(1, 72, rows).astype(float)
    contract = rng.choice(["monthly", "one year", "two years"], rows, p=[0.5, 0.3, 0.2])
    over = np.where(rng.random(rows) < 0.1, np.nan, rng.exponential(10, rows))
    logit = -1.5 - 0.04 * months + 2.0 * (contract == "monthly") + 0.08 * np.nan_to_num(over)
    leaves = rng.random(rows) < 1 / (1 + np.exp(-logit))
    return Table(
        {
            "id": np.array([f"k{i}" for i in range(rows)], dtype=object),
            "months": months,
            "contract": contract.astype(object),
            "over": over,
            "country": np.array(["CN"] * rows, dtype=object),
            "left": np.where(leaves, "yes", "no").astype(object),
        }
    )


def write_csv(table: Table, path: Path) -> Path:
    """The table as a CSV file, gaps empty."""
    lines = [",".join(table.columns)]
    for row in zip(*table.columns.values(), strict=True):
        lines.append(",".join("" if value != value else str(value) for value in row))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
