"""A clinic with booking pages for everything: what the conformance kit tries booking links with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cms.clinics.models import Clinic, Location, Practitioner
from cms.testing.samples import Samples
from tests.plugins.booking_link.clinics import ADDRESS

meridian_plugin = "booking_link"


@pytest.fixture
def plugin_settings() -> Callable[[Clinic], dict[str, Any]]:
    """Return a booking page for the clinic, its first practitioner and its first location."""

    def of(clinic: Clinic) -> dict[str, Any]:
        people, places = (model.objects.for_clinic(clinic).first() for model in (Practitioner, Location))
        return {
            "link": ADDRESS,
            "practitioners": [_row("practitioner", people.pk)],
            "locations": [_row("location", places.pk)],
        }

    return of


@pytest.fixture
def plugin_samples() -> Samples:
    """Return the name of the service that the link leads to: it is the same in every language."""
    return Samples(words=["Jane"])


def _row(kind: str, key: int) -> dict[str, Any]:
    value = {kind: str(key), "service": "", "link": ADDRESS}
    return {"type": "item", "id": f"{key:08d}-0000-4000-8000-000000000000", "value": value}
