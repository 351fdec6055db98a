"""Addresses that a button may lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

LONGEST = 500


def check_link(address: str) -> None:
    """Raise ``ValidationError`` unless ``address`` is a complete HTTPS address without a name or password."""
    if not address.startswith("https://"):
        raise ValidationError(_("The address must begin with https://, as a link to a secure page does."))
    if len(address) > LONGEST:
        raise ValidationError(_("The address is longer than any booking page's."))
    URLValidator(schemes=["https"])(address)
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise ValidationError(_("The address may not hold a user name: it would hide where it leads."))
