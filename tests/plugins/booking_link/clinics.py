"""Clinics with a booking link, and what the plugin's code is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.test import Client

from cms.clinics.models import Clinic
from cms.clinics.records import record_of
from cms.plugins.actions import allow, configure, switch_on
from cms.plugins.activation import active_settings
from cms.plugins.background import at_work
from cms.plugins.contexts import PluginContext
from cms.plugins.registry import registry
from plugins.booking_link.models import Clicks

ADDRESS = "https://hudson.janeapp.com/"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def offer_booking(clinic: Clinic, address: str = ADDRESS, **settings: Any) -> None:
    """Switch the plugin on for a clinic, with a link."""
    allow("booking_link", user=None)
    configure(clinic, "booking_link", {"link": address, **settings}, user=None)
    switch_on(clinic, "booking_link", user=None)


def click(clinic: Clinic, day: date, number: int = 1, **more: Any) -> None:
    """Count so many clicks on one button."""
    kind = {"page": 0, "placement": "header", "language": "en", **more}
    Clicks.everywhere.create(clinic=clinic, day=day, number=number, **kind)


@contextmanager
def told(clinic: Clinic) -> Iterator[PluginContext]:
    """Work for a clinic as the plugin's code in the background does."""
    entry = registry.loaded["booking_link"]
    with at_work(entry, record_of(clinic.pk), active_settings(clinic.pk)["booking_link"]) as context:
        yield context


def visit(clinic: Clinic, path: str, **headers: str) -> Any:
    """Ask a clinic's site for something, as a browser does."""
    client = Client(HTTP_HOST=clinic.site.hostname, HTTP_USER_AGENT=BROWSER)
    return client.get(path, headers=_sent(headers))


def _sent(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
