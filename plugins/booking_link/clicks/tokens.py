"""What a button asks for, as one signed piece of an address: short, always the same, good at one clinic only.

A value is written as nothing for ``None``, as digits for a number, after ``-`` for a plain text, after ``*``
for a UUID and after ``.`` for any other text. So what is read is what was written.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import astuple, fields

from django.core.signing import BadSignature, Signer, b64_decode, b64_encode

from plugins.booking_link.targets.resolution import Ask

BETWEEN = "~"
LONGEST = 500
PLAIN = re.compile(r"[A-Za-z0-9_-]*")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Value = str | int | None


def token_for(ask: Ask, clinic_id: int) -> str:
    """Return ``ask`` as a token that only the clinic with this id reads; equal asks have equal tokens."""
    return _signer(clinic_id).sign(BETWEEN.join(_write(value) for value in astuple(ask)))


def read_token(token: str, clinic_id: int) -> Ask | None:
    """Return what ``token`` asks for; ``None`` unless ``token_for`` made it for this clinic."""
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        written = _signer(clinic_id).unsign(token).split(BETWEEN)
        values = [_read(one) for one in written]
    except (BadSignature, ValueError):
        return None
    # A token of an earlier version of the plugin may hold fewer values or more.
    return Ask(*values) if len(values) == len(fields(Ask)) else None


def _signer(clinic_id: int) -> Signer:
    return Signer(salt=f"booking_link.go:{clinic_id}", sep=BETWEEN)


def _write(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if UUID.fullmatch(value):
        return f"*{_packed(uuid.UUID(value).bytes)}"
    return f"-{value}" if PLAIN.fullmatch(value) else f".{_packed(value.encode())}"


def _read(written: str) -> Value:
    mark, rest = written[:1], written[1:]
    match mark:
        case "":
            return None
        case "-":
            return rest
        case "*":
            return str(uuid.UUID(bytes=b64_decode(rest.encode())))
        case ".":
            return b64_decode(rest.encode()).decode()
    return int(written)


def _packed(value: bytes) -> str:
    return b64_encode(value).decode()
