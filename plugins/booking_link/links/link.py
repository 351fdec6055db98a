"""Booking links as data: an address is read into its parts, and built from them.

``parse`` drops what only tracks, such as ``utm_source`` and ``fbclid``, and what a copied address carries by
accident; it brings the rest into one form. So ``parse(build(link)) == link`` for every link, and ``build``
refuses one for which that does not hold, whatever was stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from plugins.booking_link.links.addresses import LinkError, read_address
from plugins.booking_link.links.parameters import read_options, read_parts, segment, write_query
from plugins.booking_link.links.providers import GENERIC, PROVIDERS, Provider
from plugins.booking_link.links.providers.shapes import Shape
from plugins.booking_link.links.providers.values import in_language

__all__ = [
    "BookingLink",
    "LinkError",
    "account",
    "build",
    "parse",
    "refine",
    "title",
    "warnings",
]


@dataclass(frozen=True, slots=True)
class BookingLink:
    """Where a booking is made.

    ``provider`` is a key of ``PROVIDERS`` and ``shape`` one of its shapes. ``parts`` hold the identifiers in
    the address, all as texts; ``account`` is always one, ``location``, ``practitioner`` and ``service`` mean
    the same everywhere. ``options`` are in the provider's own names and order; the values of one that repeats
    are separated by commas. Not hashable.
    """

    provider: str
    parts: Mapping[str, str]
    options: Mapping[str, str]
    shape: str


def parse(url: str) -> BookingLink:
    """Return the link that ``url`` is; raises ``LinkError`` if a button may not lead there."""
    address = read_address(url)
    provider = PROVIDERS.at(address.host)
    if provider.name == GENERIC and (copied := PROVIDERS.copied_by(address.host)):
        raise LinkError(
            _("This website only looks like %(provider)s; its address is another one.") % {"provider": copied}
        )
    problem = None
    for shape in provider.shapes.values():
        parts = shape.read(address.host, address.path, address.fragment)
        if parts is None or parts.get("account") in provider.reserved:
            continue
        try:
            carried = read_parts(address.query, provider, shape)
        except LinkError as error:
            problem = problem or error
            continue
        if carried is not None:
            options = read_options(address.query, provider, shape)
            return BookingLink(provider.name, parts | carried, options, shape.name)
    raise problem or _no_booking_page(provider)


def build(link: BookingLink, *, campaign: Mapping[str, str] | None = None, embedded: bool = False) -> str:
    """Return the address of ``link``; raises ``LinkError`` if the provider has no such address.

    ``campaign`` maps names that begin with ``utm_`` to values; they come after all other parameters, before
    the ``#``. A provider that takes none gets none. With ``embedded`` it is the address for a frame, and a
    ``LinkError`` if the page cannot be shown in one.
    """
    provider = _provider(link)
    start, query, fragment = _pieces(_framed(link, provider) if embedded else link, provider)
    if embedded and provider.embed:
        query += [segment(*option) for option in provider.embed.options.items()]
    if campaign and provider.campaign:
        query += _utm(campaign)
    return _joined(start, query, fragment)


def account(link: BookingLink) -> str:
    """Return what tells the clinic's account at the provider from others, such as ``jane:hudson``."""
    return f"{link.provider}:{link.parts['account']}"


def title(link: BookingLink) -> str:
    """Return what people call the provider; for a host that is nobody's, that host."""
    provider = _provider(link)
    if link.provider != GENERIC:
        return provider.title
    host = link.parts["account"]
    return next((name for domain, name in provider.titles.items() if f".{host}".endswith(f".{domain}")), host)


def refine(
    link: BookingLink, *, location: str = "", practitioner: str = "", service: str = ""
) -> BookingLink:
    """Return the link to another place, person or service of the same account; what is empty stays as it is.

    Raises ``LinkError`` if the provider has no address for that: none for a service without a person, say.
    What the link says beyond place, person and service, such as a view of the list, gives way where it must.
    The host stays, because elsewhere one provider may call the same account by another name.
    """
    asked = {"location": location, "practitioner": practitioner, "service": service}
    parts = {**link.parts, **{name: value for name, value in asked.items() if value}}
    kept = parts.keys() & {"account", *asked}
    provider = _provider(link)
    beside = _shapes_beside(link, provider)
    for shape in sorted(beside, key=lambda one: len(parts.keys() - one.parts)):
        if kept <= shape.parts:
            with suppress(LinkError):
                refined = _reshaped(link, parts, shape)
                _pieces(refined, provider)
                return refined
    raise LinkError(
        _("%(provider)s has no address for this choice of place, person and service.")
        % {"provider": provider.title}
    )


def warnings(link: BookingLink) -> list[str]:
    """Return what is worth a second look in a link that can be used all the same, as sentences."""
    provider = PROVIDERS.get(link.provider)
    warned = provider.warned if provider else ()
    return [in_language(one.texts) for one in warned if link.options.get(one.option) == one.value]


def _no_booking_page(provider: Provider) -> LinkError:
    said = _("This is no booking page of %(provider)s. Such a link looks like %(example)s.") % {
        "provider": provider.title,
        "example": provider.examples[0],
    }
    return LinkError(f"{said} {provider.help}")


def _provider(link: BookingLink) -> Provider:
    try:
        return PROVIDERS[link.provider]
    except KeyError:
        raise LinkError(
            _("The booking service “%(name)s” is not known here.") % {"name": link.provider}
        ) from None


def _shapes_beside(link: BookingLink, provider: Provider) -> list[Shape]:
    """Return the link's own shape, then the others on the same host."""
    own = provider.shapes.get(link.shape)
    return [own, *(one for one in provider.shapes.values() if one.host == own.host)] if own else []


def _reshaped(link: BookingLink, parts: Mapping[str, str], shape: Shape) -> BookingLink:
    kept = {name: value for name, value in parts.items() if name in shape.parts}
    return replace(link, parts=kept, shape=shape.name)


def _framed(link: BookingLink, provider: Provider) -> BookingLink:
    """Return the link to what a frame shows."""
    embed = provider.embed
    shape = provider.shapes.get(embed.shape) if embed else None
    if embed is None or (shape and not shape.parts <= link.parts.keys()):
        raise LinkError(
            _("This page of %(provider)s cannot be shown inside another one.") % {"provider": provider.title}
        )
    return _reshaped(link, link.parts, shape) if shape else link


def _pieces(link: BookingLink, provider: Provider) -> tuple[str, list[str], str]:
    """Return the address before the query, the segments of the query and the fragment.

    Raises ``LinkError`` for what ``parse`` would not have returned.
    """
    are_texts = all(isinstance(value, str) for value in (*link.parts.values(), *link.options.values()))
    shape = provider.shapes.get(link.shape)
    with suppress(KeyError, LinkError):
        if are_texts and shape:
            start, fragment = shape.fill(link.parts)
            query = write_query(link.parts, link.options, provider, shape)
            if parse(_joined(start, query, fragment)) == link:
                return start, query, fragment
    raise LinkError(
        _("The link does not fit %(provider)s as it is now; paste its address anew.")
        % {"provider": provider.title}
    )


def _utm(campaign: Mapping[str, str]) -> list[str]:
    wrong = [name for name in campaign if not name.startswith("utm_")]
    if wrong:
        raise ValueError(f"A campaign holds names that begin with utm_, not {', '.join(wrong)}.")
    return [segment(name, value) for name, value in campaign.items() if value]


def _joined(start: str, query: list[str], fragment: str) -> str:
    return start + "?" * bool(query) + "&".join(query) + "#" * bool(fragment) + fragment
