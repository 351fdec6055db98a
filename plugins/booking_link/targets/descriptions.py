"""A booking link and what answered, in words for the people who work with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plugins.booking_link.links.link import BookingLink, LinkError, title
from plugins.booking_link.links.providers import GENERIC
from plugins.booking_link.targets.resolution import Level, built

PARTS: Mapping[str, Promise] = MappingProxyType(
    {
        "account": gettext_lazy("account %(value)s"),
        "location": gettext_lazy("location %(value)s"),
        "discipline": gettext_lazy("discipline %(value)s"),
        "category": gettext_lazy("category %(value)s"),
        "practitioner": gettext_lazy("practitioner %(value)s"),
        "service": gettext_lazy("service %(value)s"),
    }
)
"""The parts of a link that say something to people, in the order in which they are named."""

LEVELS: Mapping[Level, Promise] = MappingProxyType(
    {
        Level.PAGE: gettext_lazy("the page's own link"),
        Level.PRACTITIONER: gettext_lazy("the practitioner's link"),
        Level.SERVICE: gettext_lazy("the service's link"),
        Level.LOCATION: gettext_lazy("the location's link"),
        Level.CLINIC: gettext_lazy("your clinic's link"),
        Level.PHONE: gettext_lazy("the telephone"),
        Level.MAIL: gettext_lazy("the mail address"),
        Level.NONE: gettext_lazy("nothing: there is no link, no telephone and no mail address"),
    }
)
"""What answered, in words."""


def describe(link: BookingLink) -> str:
    """Return what a link is, such as “Jane · account hudson · practitioner 12”.

    Of a service whose parts are not known, that is the address.
    """
    if link.provider == GENERIC:
        address = built(link).removeprefix("https://")
        return address if address.startswith(_title(link)) else f"{_title(link)} · {address}"
    known = (PARTS[name] % {"value": link.parts[name]} for name in PARTS if link.parts.get(name))
    return " · ".join([_title(link), *known])


def _title(link: BookingLink) -> str:
    try:
        return title(link)
    except LinkError:
        return _("Unknown booking service")
