"""A clinic's links with what each is called: that of a service, of a practitioner, of a location."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.plugins.api import PluginContext
from plugins.booking_link.fields.choosing import location_choices, practitioner_choices, service_title
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.targets.resolution import keyed


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link of a clinic.

    ``service``, ``practitioner`` and ``location`` are the keys by which a button asks for it, empty where
    they play no part. ``link`` is ``None``, or the text that was stored, where it is no link.
    """

    name: str
    link: BookingLink | str | None
    service: str = ""
    practitioner: str = ""
    location: str = ""
    intents: tuple[str, ...] = ()


def named_links(context: PluginContext) -> list[NamedLink]:
    """Return the links of a clinic's settings: its own, then those of services, practitioners, locations."""
    return list(_named(context))


def _named(context: PluginContext) -> Iterator[NamedLink]:
    settings = context.settings
    if settings["link"]:
        yield NamedLink(_("Your booking page"), settings["link"])
    titles = {key: service_title(row, context.language) for key, row in keyed(settings["services"])}
    for key, row in keyed(settings["services"]):
        yield NamedLink(titles[key], row["link"], service=key, intents=tuple(row["intents"]))
    people = dict(practitioner_choices()) if settings["practitioners"] else {}
    for row in settings["practitioners"]:
        yield _of_practitioner(row, people, titles)
    places = dict(location_choices()) if settings["locations"] else {}
    for row in settings["locations"]:
        name = places.get(row["location"], _("A location that is no longer there"))
        yield NamedLink(name, row["link"], location=row["location"])


def _of_practitioner(row: Any, people: dict[str, str], titles: dict[str, str]) -> NamedLink:
    name = people.get(row["practitioner"], _("A practitioner who is no longer there"))
    service = row["service"] or ""
    if service:
        title = titles.get(service, _("a service that is no longer there"))
        name = _("%(practitioner)s, %(service)s") % {"practitioner": name, "service": title}
    return NamedLink(name, row["link"], service=service, practitioner=row["practitioner"])
