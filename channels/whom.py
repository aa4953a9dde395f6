"""Whom a call is about: an id that was merged away means the record that goes on."""

import re
from typing import Annotated

from fastapi import Depends, Request

from channels.auth import current_customer
from channels.gateway import gateway_of
from recsys.customers.alias import kept
from recsys.customers.identity import of_phone
from recsys.engine import Engine

_PHONE = re.compile(r"(?:\+?86)?(1\d{10})")


def named(request: Request, customer_id: str) -> str:
    """FastAPI dependency: the customer whom the address names."""
    return kept(gateway_of(request).engine, customer_id)


def speaking(request: Request) -> str:
    """FastAPI dependency: the customer whose token it is. Raises Problem 401."""
    return kept(gateway_of(request).engine, current_customer(request))


def meant(engine: Engine, words: str) -> str:
    """Whom staff mean by an id or a phone number, however it is spaced; whether an id exists is not asked.

    Raises UnknownCustomer for a number that nobody has.
    """
    text = re.sub(r"[\s\-]", "", words)
    phone = _PHONE.fullmatch(text)
    return kept(engine, of_phone(engine, phone[1]) if phone else words.strip())


Named = Annotated[str, Depends(named)]
Speaking = Annotated[str, Depends(speaking)]
