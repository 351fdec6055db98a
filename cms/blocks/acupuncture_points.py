"""The 361 standard acupuncture points, and the one way in which their codes are written.

Meridian codes and counts: WHO Standard Acupuncture Point Locations in the Western Pacific Region,
World Health Organization, 2008, ISBN 978 92 9061 248 7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LAST_POINT = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67,
    "KI": 27, "PC": 9, "TE": 23, "GB": 44, "LR": 14, "GV": 28, "CV": 24,
}  # fmt: skip
MERIDIANS = {
    "LU": _("Lung meridian"),
    "LI": _("Large Intestine meridian"),
    "ST": _("Stomach meridian"),
    "SP": _("Spleen meridian"),
    "HT": _("Heart meridian"),
    "SI": _("Small Intestine meridian"),
    "BL": _("Bladder meridian"),
    "KI": _("Kidney meridian"),
    "PC": _("Pericardium meridian"),
    "TE": _("Triple Energizer meridian"),
    "GB": _("Gallbladder meridian"),
    "LR": _("Liver meridian"),
    "GV": _("Governor Vessel"),
    "CV": _("Conception Vessel"),
}
ALIASES = {"UB": "BL", "SJ": "TE", "TH": "TE", "DU": "GV", "REN": "CV", "LV": "LR", "K": "KI"}
WRITTEN = re.compile(r"([A-Za-z]+)[\s\-\u2010\u2011\u2013.]*([0-9]{1,3})")


def fold(written: str) -> str:
    """The WHO code, such as ``BL23``, from a usual way to write it: ``UB23``, ``BL-23``, ``bl 23``.

    Raises ValidationError, naming what is wrong, if no standard point is meant.
    """
    match = WRITTEN.fullmatch(written.strip())
    if not match:
        raise _refusal(
            "malformed_point",
            _("“%(written)s” is not a point code. Write the meridian's letters and a number, as in BL23."),
            written=written,
        )
    letters, number = match[1].upper(), int(match[2])
    meridian = ALIASES.get(letters, letters)
    if meridian not in LAST_POINT:
        raise _refusal(
            "unknown_meridian",
            _("%(code)s does not exist: %(letters)s is not a meridian. The meridians are %(known)s."),
            code=f"{letters}{number}",
            letters=letters,
            known=", ".join(LAST_POINT),
        )
    last = LAST_POINT[meridian]
    if not 1 <= number <= last:
        raise _refusal(
            "unknown_point",
            _("%(code)s does not exist: the %(meridian)s ends at %(last)s.")
            if number
            else _("%(code)s does not exist: the %(meridian)s begins at %(first)s."),
            code=f"{meridian}{number}",
            meridian=MERIDIANS[meridian],
            first=f"{meridian}1",
            last=f"{meridian}{last}",
        )
    return f"{meridian}{number}"


def meridian_of(code: str) -> str:
    """The name of the meridian of a folded code, in the present language; empty if there is none."""
    return str(MERIDIANS.get(code.rstrip("0123456789"), ""))


def _refusal(kind: str, message: _StrPromise, **params: object) -> ValidationError:
    return ValidationError(message, code=kind, params=params)
