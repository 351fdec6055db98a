"""Where a button can be. Clicks are counted by these names, so they are permanent."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Placement(TextChoices):
    """A place for a button."""

    HEADER = "header", _("Header")
    BAR = "bar", _("Bar on phones")
    CALL_TO_ACTION = "call-to-action", _("Call to action")
    BLOCK = "block", _("Booking block")
    END = "end", _("End of a page")
    PRACTITIONER = "practitioner", _("Card of a practitioner")
    LOCATION = "location", _("Card of a location")
    FRAME = "frame", _("Opened inside the page")
    PRINT = "print", _("QR code")
    SEARCH = "search", _("Search engines")
