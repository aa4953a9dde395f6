"""Whom a call is about: an id that was merged away means the record that goes on."""

from typing import Annotated

from fastapi import Depends, Request

from channels.auth import current_customer
from channels.gateway import gateway_of
from recsys.customers.alias import kept


def named(request: Request, customer_id: str) -> str:
    """FastAPI dependency: the customer whom the address names."""
    return kept(gateway_of(request).engine, customer_id)


def speaking(request: Request) -> str:
    """FastAPI dependency: the customer whose token it is. Raises Problem 401."""
    return kept(gateway_of(request).engine, current_customer(request))


Named = Annotated[str, Depends(named)]
Speaking = Annotated[str, Depends(speaking)]
