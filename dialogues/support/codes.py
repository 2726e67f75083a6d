"""Opaque identifiers, and signed tokens that each carry one power."""

import base64
import hashlib
import secrets

from itsdangerous import BadSignature, URLSafeSerializer

# Without vowels and look-alikes: no words, no 0/O or 1/l.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"


def opaque_id(length: int = 10) -> str:
    """A random identifier, lower case: 4.8 bits a character."""
    base = len(_ALPHABET)
    number = secrets.randbelow(base**length)
    return "".join(_ALPHABET[number // base**place % base] for place in range(length))


def if_opaque_id(text: str) -> str:
    """``text`` where it may be of :func:`opaque_id`, else nothing: databases refuse some texts."""
    return text if set(text) <= set(_ALPHABET) else ""


def address_token() -> str:
    """A random token that survives case folding in an address: 26 characters of base32."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def fingerprint(*parts: object) -> str:
    """The same 32 characters for the same parts, and nothing of them to read: for keys."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def sign(secret: str, power: str, public_id: str, version: int) -> str:
    """A token that grants ``power`` over ``public_id`` until its version is raised."""
    return str(URLSafeSerializer(secret, salt=power).dumps([public_id, version]))


def read_signed(secret: str, power: str, token: str) -> tuple[str, int] | None:
    """The public id and version that ``token`` was signed for; None if not for ``power``."""
    try:
        public_id, version = URLSafeSerializer(secret, salt=power).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(public_id), int(version)
