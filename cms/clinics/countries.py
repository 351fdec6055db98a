"""The countries a clinic can be in, with the emergency number that is told to patients there.

112 answers in the European Union, Iceland, Norway and Switzerland, 911 in the United States and Canada, 999
in the United Kingdom (where 112 answers as well).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code; its ``jurisdiction`` holds unless the clinic says otherwise."""

    code: str
    name: str | Promise
    emergency_number: str
    jurisdiction: str


COUNTRIES: tuple[Country, ...] = (
    Country("AT", _("Austria"), "112", "AT"),
    Country("BE", _("Belgium"), "112", "BE"),
    Country("CA", _("Canada"), "911", "CA"),
    Country("CH", _("Switzerland"), "112", "CH"),
    Country("CZ", _("Czechia"), "112", "CZ"),
    Country("DE", _("Germany"), "112", "DE"),
    Country("DK", _("Denmark"), "112", "DK"),
    Country("ES", _("Spain"), "112", "ES"),
    Country("FI", _("Finland"), "112", "FI"),
    Country("FR", _("France"), "112", "FR"),
    Country("GB", _("United Kingdom"), "999", "GB"),
    Country("IE", _("Ireland"), "112", "IE"),
    Country("IS", _("Iceland"), "112", "IS"),
    Country("IT", _("Italy"), "112", "IT"),
    Country("NL", _("Netherlands"), "112", "NL"),
    Country("NO", _("Norway"), "112", "NO"),
    Country("PL", _("Poland"), "112", "PL"),
    Country("PT", _("Portugal"), "112", "PT"),
    Country("SE", _("Sweden"), "112", "SE"),
    Country("US", _("United States"), "911", "US"),
)

_BY_CODE = {country.code: country for country in COUNTRIES}


def country(code: str) -> Country:
    """Return the country with this code; raises ``KeyError`` for one that is not in the table."""
    return _BY_CODE[code]


def country_choices() -> list[tuple[str, str | Promise]]:
    """The choices of a form field."""
    return [(item.code, item.name) for item in COUNTRIES]
