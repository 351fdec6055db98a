"""Visit an address of a clinic as a visitor would, and tell each plugin's part in it, or why it had none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http.request import split_domain_port
from django.test import Client

from cms.clinics.records import ClinicRecord, clinic_for_host
from cms.plugins.models import Activation, Allowance
from cms.plugins.points import points_of
from cms.plugins.registry import Entry, registry
from cms.plugins.tracing import Call, tracing

AWAY_FROM_VISITORS = ("job:", "health:", "screen:", "publish:", "dashboard.")


@dataclass(frozen=True, slots=True)
class Part:
    """What one plugin did: its calls in their order, or ``silence``, a sentence that says why there are none.

    ``elsewhere`` are the points that it has for visitors, and that this address has not.
    """

    plugin: str
    calls: tuple[Call, ...]
    silence: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """The clinic that answered, with which status, and the part of every installed plugin in it."""

    clinic: str
    status: int
    parts: tuple[Part, ...]


def visit(host: str, path: str) -> Visit | None:
    """Visit ``path`` on ``host``; ``None`` if no clinic answers there."""
    clinic = clinic_for_host(split_domain_port(host.lower())[0])
    if clinic is None:
        return None
    client = Client(raise_request_exception=False)
    with tracing() as calls:
        # The proxy in front would have taken care of TLS.
        answer = client.get(path, secure=settings.SECURE_SSL_REDIRECT, headers={"host": host})
    parts = tuple(_part(entry, clinic, calls) for entry in registry.entries)
    return Visit(clinic.name, answer.status_code, parts)


def _part(entry: Entry, clinic: ClinicRecord, calls: Sequence[Call]) -> Part:
    if entry.plugin is None:
        return Part(entry.name, (), entry.problem, ())
    own = tuple(call for call in calls if call.plugin == entry.name)
    reached = {call.point for call in own}
    missed = (one for one in points_of(entry.plugin) if not one.startswith(AWAY_FROM_VISITORS))
    elsewhere = tuple(sorted(one for one in missed if one not in reached))
    return Part(entry.name, own, "" if own else _silence(entry.name, clinic), elsewhere)


def _silence(plugin: str, clinic: ClinicRecord) -> str:
    if not Allowance.objects.filter(plugin=plugin).exists():
        return "The network does not allow clinics to use it."
    if not Activation.objects.for_clinic(clinic).filter(plugin=plugin, is_on=True).exists():
        return "The clinic does not have it on."
    return "It has nothing at this address."
