"""What search engines learn: that one can book at the clinic, at a location, with a practitioner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cms.plugins.api import PageContext
from plugins.booking_link.buttons.button import button_for
from plugins.booking_link.placements import Placement
from plugins.booking_link.targets.resolution import Ask, Level

PLATFORMS = [f"https://schema.org/{name}Platform" for name in ("DesktopWeb", "MobileWeb")]


def reserve_actions(context: PageContext) -> list[dict[str, Any]]:
    """Return what to add to the nodes of the clinic, its locations and its practitioners.

    A location or a practitioner without a link of its own is left to the clinic's.
    """
    return list(_nodes(context))


def _nodes(context: PageContext) -> Iterator[dict[str, Any]]:
    yield from _node(context, "clinic", Level.CLINIC)
    for row in context.settings["locations"]:
        yield from _node(context, f"location-{row['location']}", Level.LOCATION, location=row["location"])
    people = dict.fromkeys(row["practitioner"] for row in context.settings["practitioners"])
    for key in people:
        yield from _node(context, f"practitioner-{key}", Level.PRACTITIONER, practitioner=key)


def _node(context: PageContext, name: str, level: Level, **keys: str) -> Iterator[dict[str, Any]]:
    whose = {field: int(key) for field, key in keys.items()}
    ask = Ask(Placement.SEARCH.value, context.language, getattr(context.page, "pk", None), **whose)
    button = button_for(context, ask)
    if button is None or button.level is not level:
        return
    clinic = context.clinic
    yield {
        "@id": f"{clinic.root_url}/#{name}",
        "potentialAction": {
            "@type": "ReserveAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": clinic.root_url + button.address,
                "inLanguage": context.language,
                "actionPlatform": PLATFORMS,
            },
            "result": {
                "@type": "Reservation",
                "name": _("Visit at %(clinic)s") % {"clinic": clinic.name},
            },
        },
    }
