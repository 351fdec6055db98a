"""The facts about a clinic that search engines read: nodes of schema.org, from what we hold and nothing more.

A fictional clinic has none: a search engine would take it for one where people can be treated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cms.clinics.models import Location, OpeningHours, Practitioner
from cms.clinics.records import ClinicRecord
from cms.locales.context import RequestContext

Node = dict[str, Any]

CONTEXT = "https://schema.org"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clinic_graph(
    here: RequestContext, locations: Sequence[Location], practitioners: Iterable[Practitioner]
) -> list[Node]:
    """Return a node for the clinic, for each place and for each practitioner that the page shows."""
    if here.clinic.is_fictional:
        return []
    return [
        _clinic(here.clinic, locations),
        *(_location(here.clinic, one) for one in locations),
        *(_practitioner(here, one) for one in practitioners),
    ]


def _clinic(clinic: ClinicRecord, locations: Sequence[Location]) -> Node:
    return _known(
        {
            "@type": "MedicalClinic",
            "@id": _id(clinic, "clinic"),
            "name": clinic.name,
            "legalName": clinic.legal_name if clinic.legal_name != clinic.name else "",
            "url": f"{clinic.root_url}/",
            "telephone": clinic.phone,
            "location": [{"@id": _location_id(clinic, one)} for one in locations],
        }
    )


def _location(clinic: ClinicRecord, location: Location) -> Node:
    """Return a place; one that is not open yet is no clinic, and has no hours."""
    hours = location.opening_hours.all() if location.is_open else ()
    return _known(
        {
            "@type": "MedicalClinic" if location.is_open else "Place",
            "@id": _location_id(clinic, location),
            "name": location.name,
            "parentOrganization": {"@id": _id(clinic, "clinic")} if location.is_open else None,
            "address": _address(clinic, location),
            "telephone": location.phone,
            "email": location.email if location.is_open else "",
            "openingHoursSpecification": [_span(one) for one in hours],
        }
    )


def _address(clinic: ClinicRecord, location: Location) -> Node:
    return _known(
        {
            "@type": "PostalAddress",
            "streetAddress": location.street,
            "postalCode": location.postal_code,
            "addressLocality": location.city,
            "addressRegion": location.region,
            "addressCountry": clinic.country,
        }
    )


def _span(hours: OpeningHours) -> Node:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": DAYS[hours.weekday],
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
    }


def _practitioner(here: RequestContext, practitioner: Practitioner) -> Node:
    text = practitioner.text_in(here.clinic.fallback_chain(here.language.code))
    return _known(
        {
            "@type": "Person",
            "@id": _id(here.clinic, f"practitioner-{practitioner.pk}"),
            "name": practitioner.name,
            "honorificSuffix": practitioner.credentials,
            "jobTitle": text.title if text else "",
            "knowsLanguage": list(practitioner.languages),
            "worksFor": {"@id": _id(here.clinic, "clinic")},
        }
    )


def _location_id(clinic: ClinicRecord, location: Location) -> str:
    return _id(clinic, f"location-{location.pk}")


def _id(clinic: ClinicRecord, name: str) -> str:
    return f"{clinic.root_url}/#{name}"


def _known(node: Node) -> Node:
    """Leave out what we do not know."""
    return {key: value for key, value in node.items() if value}
