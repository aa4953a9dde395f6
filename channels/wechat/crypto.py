"""Encryption of WeChat messages: AES-256-CBC, PKCS#7 to 32 bytes, the app id at the end.

Plain text: 16 random bytes, length of the message (4 bytes, big-endian), message, app id.
Source: WeChat Official Account documentation, "消息加解密说明".
"""

import base64
import binascii
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_BLOCK = 32


class CryptoError(ValueError):
    """The text was not encrypted with our key for our app."""


class MessageCrypto:
    """``aes_key`` is the 43-character EncodingAESKey; raises CryptoError when it is not."""

    def __init__(self, aes_key: str, app_id: str) -> None:
        try:
            self._key = base64.b64decode(aes_key + "=")
        except binascii.Error as error:
            raise CryptoError("the EncodingAESKey is not base64") from error
        if len(self._key) != 32:
            raise CryptoError("the EncodingAESKey must have 43 characters")
        self._app_id = app_id.encode()

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES(self._key), CBC(self._key[:16]))

    def encrypt(self, text: str) -> str:
        """Return base64."""
        body = text.encode()
        plain = os.urandom(16) + struct.pack(">I", len(body)) + body + self._app_id
        padding = _BLOCK - len(plain) % _BLOCK
        sealer = self._cipher().encryptor()
        return base64.b64encode(
            sealer.update(plain + bytes([padding]) * padding) + sealer.finalize()
        ).decode()

    def decrypt(self, sealed: str) -> str:
        """Inverse of ``encrypt``; raises CryptoError."""
        try:
            opener = self._cipher().decryptor()
            plain = opener.update(base64.b64decode(sealed, validate=True)) + opener.finalize()
            padding = plain[-1]
            length = struct.unpack(">I", plain[16:20])[0]
            body, app_id = plain[20 : 20 + length], plain[20 + length : -padding]
            text = body.decode()
        except (ValueError, IndexError, struct.error) as error:
            raise CryptoError("the message cannot be decrypted") from error
        if not 1 <= padding <= _BLOCK or app_id != self._app_id:
            raise CryptoError("the message is for another app")
        return text
