"""Telephone numbers as people write them, made into addresses."""

from __future__ import annotations

import re


def phone_url(number: str) -> str:
    """Return the ``tel:`` address of a number: “+45 98 12 34 56” gives “tel:+4598123456”.

    Empty if the number has no digit.
    """
    dialled = re.sub(r"[^0-9+]", "", number.replace("(0)", ""))
    return f"tel:{dialled}" if dialled else ""
