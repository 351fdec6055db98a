"""Secrets are encrypted with the first of the installation's keys, and read with whichever of them fits."""

from __future__ import annotations

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from cms.conf import options


def encrypted(text: str) -> str:
    """Return a text as it is stored, different each time."""
    return _keys(options.SECRETS_KEYS).encrypt(text.encode()).decode()


def decrypted(token: str) -> str | None:
    """Return the text in what ``encrypted`` gave; ``None`` if no key fits any more."""
    try:
        return _keys(options.SECRETS_KEYS).decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def encrypted_anew(token: str) -> str | None:
    """Return the same secret, encrypted with the first key; ``None`` if no key fits any more."""
    try:
        return _keys(options.SECRETS_KEYS).rotate(token.encode()).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
