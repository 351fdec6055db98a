"""Settings of the plugin in the shape in which they are stored, and what they become."""

from __future__ import annotations

import datetime
from typing import Any

from cms.clinics.models import Clinic, Location, OpeningHours, Practitioner
from cms.plugins.registry import registry

ROOT = "https://hudson.janeapp.com/"
MORNING = datetime.datetime(2026, 11, 30, 15, tzinfo=datetime.UTC)
"""A Monday: ten in the morning in New York."""


def read(**settings: Any) -> Any:
    """Return settings as the plugin reads them."""
    plugin = registry.loaded["booking_link"].plugin
    return plugin.settings_block.to_python(settings)


def service(key: str, address: str, *intents: str, **title: str) -> dict[str, Any]:
    """Return a row of the list of services with a key of its own."""
    value = {"title": title or {"en": key}, "link": address, "intents": list(intents)}
    return {"type": "item", "id": key, "value": value}


def add_place(clinic: Clinic, **fields: Any) -> Location:
    """Give a clinic a location that is open on Mondays from nine to five."""
    values = {
        "name": "Harbor Lane",
        "street": "118 Harbor Lane",
        "postal_code": "10004",
        "city": "New York",
        "phone": "(212) 555-0142",
        "email": "hello@example.com",
    }
    place = Location.objects.create(clinic=clinic, **(values | fields))
    OpeningHours.objects.create(location=place, weekday=0, opens=datetime.time(9), closes=datetime.time(17))
    return place


def add_practitioner(clinic: Clinic, name: str = "Miriam Castellane") -> Practitioner:
    """Give a clinic a practitioner."""
    return Practitioner.objects.create(clinic=clinic, name=name)
