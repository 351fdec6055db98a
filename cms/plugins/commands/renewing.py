"""``plugins reencrypt``: the secrets in the settings of plugins, under the first key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from cms.plugins.secrecy.renewing import encrypt_anew


def add_to(parsers: Any) -> None:
    """Add the subcommand."""
    parser = parsers.add_parser(
        "reencrypt", help="Encrypt every secret with the first key; fail if any cannot be decrypted."
    )
    parser.set_defaults(run=_reencrypt)


def _reencrypt(options: Mapping[str, Any]) -> dict[str, Any]:
    renewal = encrypt_anew()
    if renewal.lost:
        lines = [
            f"No key decrypts {number} of the secrets of {plugin} at {whose}. They are to be typed again."
            for (plugin, whose), number in renewal.lost.items()
        ]
        raise CommandError("\n".join([*lines, f"{renewal.secrets} were encrypted with the first key."]))
    return {"secrets": renewal.secrets}
