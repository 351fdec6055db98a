"""The slots: named places in a page where plugins may show something.

A name carries the version of what it promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SLOTS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "page.head.v1": _("In the head of every page of a clinic: links to style sheets and scripts."),
        "page.header.action.v1": _("One link or button in the header of every page of a clinic."),
        "page.body.start.v1": _("Between the title of a page and its first block."),
        "page.body.end.v1": _("After the last block of a page."),
        "page.aside.v1": _("Beside the text of a page, under its table of contents."),
        "page.footer.v1": _("In the footer of every page of a clinic."),
        "home.section.v1": _("A section of the home page, before the ways to contact the clinic."),
        "practitioner.card.v1": _("At the end of the card of a practitioner."),
        "location.card.v1": _("At the end of the card of a location."),
        "dashboard.panel.v1": _("On the dashboard of the admin, for each clinic that the user works for."),
    }
)
"""Every slot there is, and where it is."""
