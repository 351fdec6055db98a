"""A clinic's places with their opening hours, as every page shows them; remembered, as they rarely change."""

from __future__ import annotations

from urllib.parse import quote

from django.core.cache import cache

from cms.clinics.managers import HasId
from cms.clinics.models import Location
from cms.conf import ADDRESS, options


def places_of(clinic: HasId) -> list[Location]:
    """Return the clinic's locations in their order: two queries when the cache is cold, else none."""
    found: list[Location] | None = cache.get(_key(clinic.id))
    if found is None:
        found = list(Location.objects.for_clinic(clinic).prefetch_related("opening_hours"))
        cache.set(_key(clinic.id), found, options.CLINIC_CACHE_SECONDS)
    return found


def forget_places(clinic_id: int) -> None:
    """Drop what is remembered of a clinic's places."""
    cache.delete(_key(clinic_id))


def directions_to(location: Location) -> str:
    """Return the address of a map elsewhere that finds the location; nothing is loaded from there."""
    address = ", ".join([location.street, f"{location.postal_code} {location.city}", location.region])
    return options.DIRECTIONS_URL.replace(ADDRESS, quote(address.strip(", "), safe=""))


def _key(clinic_id: int) -> str:
    return f"meridian:clinic:places:{clinic_id}"
