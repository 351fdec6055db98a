"""Where a booking button leads: to the most particular link that fits, else to the telephone, else to mail.

The order is: the link of the block itself, that of the practitioner, of the service, of the location, of the
clinic. Everything is worked out from values; nothing is read from the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Literal

from cms.plugins.api import phone_url
from plugins.booking_link.links.link import BookingLink, LinkError, account, build, refine
from plugins.booking_link.targets.campaigns import campaign_of
from plugins.booking_link.targets.hours import hours_note

Kind = Literal["url", "phone", "mail", "none"]

QUESTION = "question"
"""The one intent that the clinic's general link does not answer: a booking page takes no questions."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a button stands for.

    ``placement`` is where it is, such as ``header``; ``page``, ``practitioner`` and ``location`` are keys in
    the database; ``service`` is the key of one of the clinic's services; ``block`` marks a block's own link.
    """

    placement: str
    language: str
    page: int | None
    intent: str = ""
    practitioner: int | None = None
    location: int | None = None
    service: str = ""
    block: str = ""


class Level(Enum):
    """Which of a clinic's choices answered."""

    PAGE = "page"
    PRACTITIONER = "practitioner"
    SERVICE = "service"
    LOCATION = "location"
    CLINIC = "clinic"
    PHONE = "phone"
    MAIL = "mail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a button leads.

    ``address`` is ready for a link, ``provider`` the name of the booking service, ``note`` a sentence for the
    reader or empty. ``link`` is what the address was built from, ``shown`` a telephone number or mail address
    as people read it.
    """

    level: Level
    kind: Kind
    address: str
    provider: str = ""
    note: str = ""
    link: BookingLink | None = None
    shown: str = ""


def resolve(
    settings: Mapping[str, Any],
    ask: Ask,
    clinic: Any,
    *,
    now: datetime,
    places: Sequence[Any] = (),
    own_link: BookingLink | None = None,
    condition: str = "",
) -> Target:
    """Return the target of ``ask`` at ``clinic``, a ``ClinicRecord``.

    ``now`` is an aware time, ``places`` are the clinic's locations with their opening hours, ``own_link`` is
    that of the block, and ``condition`` the short name of the page if it may be passed on, else empty.
    """
    campaign = campaign_of(settings, ask, clinic, now=now, condition=condition)
    for level, link in _candidates(settings, ask, own_link):
        if isinstance(link, BookingLink) and (address := built(link, campaign=campaign)):
            return Target(level, "url", address, provider=link.provider, link=link)
    return _in_person(ask, clinic, places, now)


def built(link: BookingLink, *, campaign: Mapping[str, str] | None = None, embedded: bool = False) -> str:
    """Return the address of a stored link; empty if its provider has no such address (any more)."""
    try:
        return build(link, campaign=campaign, embedded=embedded)
    except LinkError:
        return ""


def service_of(settings: Mapping[str, Any], ask: Ask) -> tuple[str, Any] | None:
    """Return the clinic's service that is asked for, with its key: by that key, or else by the intent."""
    for key, service in keyed(settings["services"]):
        if key == ask.service or (not ask.service and ask.intent and ask.intent in service["intents"]):
            return key, service
    return None


def keyed(rows: Any) -> Iterator[tuple[str, Any]]:
    """Yield the rows of a list with their keys, which stay when rows are moved or renamed."""
    for row in rows.bound_blocks:
        yield str(row.id or ""), row.value


def _candidates(
    settings: Mapping[str, Any], ask: Ask, own_link: BookingLink | None
) -> Iterator[tuple[Level, BookingLink | None]]:
    """Yield the link of each level, the most particular first; ``None`` where a level has none."""
    key, service = service_of(settings, ask) or ("", None)
    service_link = service["link"] if service else None
    yield Level.PAGE, own_link
    yield Level.PRACTITIONER, _of_practitioner(settings, ask, key, service_link)
    yield Level.SERVICE, service_link
    yield Level.LOCATION, _first(settings["locations"], location=ask.location)
    if service or ask.intent != QUESTION:
        yield Level.CLINIC, settings["link"]


def _of_practitioner(
    settings: Mapping[str, Any], ask: Ask, service: str, service_link: BookingLink | None
) -> BookingLink | None:
    """Return the practitioner's link for the service; else the general one, with the service if it can be."""
    rows = settings["practitioners"]
    if service and (exact := _first(rows, practitioner=ask.practitioner, service=service)):
        return exact
    general = _first(rows, practitioner=ask.practitioner, service="")
    return _narrowed(general, service_link) if general and service_link else general


def _narrowed(general: BookingLink, to: BookingLink) -> BookingLink:
    """Return ``general`` for the service in ``to``; as it is if the provider has no such address."""
    service = to.parts.get("service", "")
    if not service or account(general) != account(to):
        return general
    try:
        return refine(general, service=service)
    except LinkError:
        return general


def _first(rows: Any, **wanted: Any) -> BookingLink | None:
    """Return the link of the first row that names what is wanted; keys are stored as texts."""
    if None in wanted.values():
        return None
    texts = {name: str(value) for name, value in wanted.items()}
    found = (row["link"] for row in rows if all(str(row[name] or "") == text for name, text in texts.items()))
    return next(found, None)


def _in_person(ask: Ask, clinic: Any, places: Sequence[Any], now: datetime) -> Target:
    """Return the telephone of the place that is asked for, else of the clinic, else a mail address."""
    reached = [place for place in places if place.pk == ask.location] or list(places)
    for place in reached:
        if dialled := phone_url(place.phone):
            note = hours_note(place, clinic.time_zone, now)
            return Target(Level.PHONE, "phone", dialled, note=note, shown=place.phone)
    if dialled := phone_url(clinic.phone):
        return Target(Level.PHONE, "phone", dialled, shown=clinic.phone)
    if mail := next((place.email for place in reached if place.email), ""):
        return Target(Level.MAIL, "mail", f"mailto:{mail}", shown=mail)
    return Target(Level.NONE, "none", "")
