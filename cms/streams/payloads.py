"""Content on its way through an editor's form: signed, so that what comes back is what went out."""

from __future__ import annotations

from typing import Any

from django.core import signing

SALT = "cms.streams.sealed"


def sign(content: dict[str, Any]) -> str:
    """Return `content`, a JSON object, as text that `verify` accepts and nobody else can make."""
    return signing.Signer(salt=SALT).sign_object(content, compress=True)


def verify(text: str | None, *keys: str) -> dict[str, Any] | None:
    """Return what was signed, or None when `text` was altered, is missing or holds other keys than `keys`."""
    try:
        content = signing.Signer(salt=SALT).unsign_object(text or "")
    except signing.BadSignature:
        return None
    if not isinstance(content, dict) or content.keys() != set(keys):
        return None
    return content
