"""To whom of two belongs what came after their merge? Pure, from the notes of the merge.

By its order, by its conversation, or because only one of the two is heard in that channel. What names no
channel was told by an id, so it belongs to the record that went on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Side = Literal["kept", "gone"]


@dataclass(frozen=True, slots=True)
class Sides:
    """Identity kinds of each side at the merge, and what is known of orders and conversations."""

    identities: Mapping[Side, frozenset[str]]
    orders: Mapping[str, Side]
    conversations: Mapping[str, Side]

    def of(self, row: Mapping[str, Any]) -> Side | None:
        """None when it cannot be told."""
        if row.get("order_id") in self.orders:
            return self.orders[row["order_id"]]
        if row.get("conversation_id") in self.conversations:
            return self.conversations[row["conversation_id"]]
        kinds = heard_by().get(_channel(row))
        if kinds is None:
            return "kept"
        mine: list[Side] = [side for side, known in self.identities.items() if kinds & known]
        return mine[0] if len(mine) == 1 else None


def _channel(row: Mapping[str, Any]) -> str:
    """Where it was said: of a consent its proof knows better, of a statement the source is it."""
    proof = row.get("proof")
    said = proof.get("channel") if isinstance(proof, dict) else None
    return str(said or row.get("channel") or row.get("source") or "")


def kinds_of(keys: Iterable[list[Any]]) -> frozenset[str]:
    """The kinds of identities in the notes of their table."""
    return frozenset(str(key[0]) for key in keys)


@cache
def heard_by() -> Mapping[str, frozenset[str]]:
    """Channel or source → kinds of identities."""
    loaded = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return {channel: frozenset(kinds) for channel, kinds in loaded.items()}
