"""Numbers of stored objects in addresses and forms: none that is larger than a database can hold.

Addresses take one with ``<key:…>``. With Django's ``<int:…>`` an endless number would reach the database, and
SQLite answers it with an error instead of with nothing.
"""

from __future__ import annotations

import re

from django.urls.converters import IntConverter, register_converter

KEY = "[0-9]{1,18}"
"""Eighteen digits always fit into the eight bytes of a key."""


class KeyConverter(IntConverter):
    """The number of a stored object in an address."""

    regex = KEY


register_converter(KeyConverter, "key")  # here, since it may happen only once in a process


def is_key(written: str) -> bool:
    """Whether this can be the number of something stored."""
    return re.fullmatch(KEY, written) is not None
