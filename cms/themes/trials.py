"""Trying a theme on a clinic's site before it is chosen: for one browser, for an hour, on the real pages.

A link that the admin makes leads to the clinic's host, which remembers the theme in a cookie. What it holds
is signed, so nobody can make a clinic look as they please, and it counts at that clinic only.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from cms.clinics.models import Clinic
from cms.themes.registry import theme_named

COOKIE = "meridian_tried_theme"
LASTS = timedelta(hours=1)
SALT = "meridian.themes.trial"


def trial_url(clinic: Clinic, theme: str, to: str = "/") -> str:
    """Return the address at which a browser begins to see a clinic in a theme; ``to`` is the first page."""
    begin = reverse("begin_theme_trial", urlconf="cms.pages.urls", args=[_sign(clinic.pk, theme)])
    return f"{clinic.site.root_url}{begin}?{urlencode({'to': to})}"


def tried_theme(token: str, clinic_id: int) -> str | None:
    """Return the theme that a token names for a clinic; ``None`` if it is too old, forged or for another."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    theme = theme_named(said["theme"]) if said["clinic"] == clinic_id else None
    return theme.name if theme else None


def _sign(clinic_id: int, theme: str) -> str:
    return signing.dumps({"clinic": clinic_id, "theme": theme}, salt=SALT)
