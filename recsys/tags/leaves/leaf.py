"""What the leaves of rules take: a scope, of which they look at one thing."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, Protocol


class Looked(Protocol):
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def now(self) -> datetime: ...
    @property
    def zone(self) -> tzinfo: ...
    @property
    def today(self) -> date: ...
    def since(self, days: int) -> float: ...
    def changes(self, at: float) -> None: ...


Leaf = Callable[[Looked], Any]
NOTHING: Mapping[str, Any] = {}
