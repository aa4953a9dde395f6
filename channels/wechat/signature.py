"""Proof that a request comes from WeChat: SHA-1 over the sorted parts, and a fresh timestamp.

Source: WeChat Official Account documentation, "接入指南" and "消息加解密说明".
"""

import hashlib
import hmac

FRESH_S = 300


def sign(*parts: str) -> str:
    """Hex SHA-1 of the sorted, joined parts (token, timestamp, nonce, and the ciphertext if any)."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def is_genuine(signature: str, *parts: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(signature.encode(), sign(*parts).encode())


def is_fresh(timestamp: str, now: float) -> bool:
    """Whether the Unix time in ``timestamp`` is at most five minutes away."""
    return timestamp.isascii() and timestamp.isdigit() and abs(now - int(timestamp)) <= FRESH_S
