"""The slots: named places in a page where plugins may show something.

A name carries the version of what it promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "page.head.v1": "In the head of every page of a clinic: links to style sheets and scripts.",
        "page.header.action.v1": "One link or button in the header of every page of a clinic.",
        "page.body.start.v1": "Between the title of a page and its first block.",
        "page.body.end.v1": "After the last block of a page.",
        "page.aside.v1": "Beside the text of a page, under its table of contents.",
        "page.footer.v1": "In the footer of every page of a clinic.",
        "home.section.v1": "A section of the home page, before the one with the ways to contact the clinic.",
        "practitioner.card.v1": "At the end of the card of a practitioner.",
        "location.card.v1": "At the end of the card of a location.",
        "dashboard.panel.v1": "On the dashboard of the admin, once for each clinic that the user works for.",
    }
)
"""Every slot there is, and where it is."""
