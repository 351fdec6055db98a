"""Tell a clinic's owners by mail what their plugins depend on and is not well any more: once, until it is."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.clinics.models import Clinic
from cms.clinics.queries import people_of
from cms.clinics.roles import CLINIC_OWNER
from cms.plugins.answers import HealthState
from cms.plugins.health import active_probes
from cms.plugins.models import ProbeResult
from cms.plugins.registry import registry

NOT_WELL = (HealthState.WARNING.value, HealthState.FAILING.value)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """The clinics that a mail went to, those where nobody can be written to, and those whose mail failed."""

    told: tuple[str, ...] = ()
    without_address: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def tell_owners(clinic: Clinic | None = None) -> Told:
    """Write to the owners of every clinic, or of one, where something is not well that they were not told of.

    Each mail is noted before it is sent, so that two runs at once send one. A mail that fails takes its note
    back, and is tried again at the next run.
    """
    result = Told()
    for one in _clinics_to_tell(clinic):
        result = _tell(one, result)
    return result


def _untold() -> QuerySet[ProbeResult]:
    return ProbeResult.everywhere.filter(state__in=NOT_WELL, told_at=None)


def _clinics_to_tell(clinic: Clinic | None) -> Iterator[Clinic]:
    waiting = Clinic.objects.filter(pk__in=_untold().values("clinic"))
    yield from waiting.order_by("pk") if clinic is None else waiting.filter(pk=clinic.pk)


def _tell(clinic: Clinic, so_far: Told) -> Told:
    rows = _rows_to_tell(clinic)
    if not rows:
        return so_far
    addresses = [person.email for person in people_of([clinic.pk], [CLINIC_OWNER.key]).get(clinic.pk, ())]
    if not addresses:
        return replace(so_far, without_address=(*so_far.without_address, clinic.slug))
    ours = [row for row in rows if _untold().filter(pk=row.pk).update(told_at=timezone.now())]
    if not ours:
        return so_far
    try:
        _mail(clinic, ours, addresses).send()
    except Exception:  # whatever a mail server may say, the other clinics are still to be told
        logger.exception("The mail about plugins of %s could not be sent.", clinic)
        ProbeResult.everywhere.filter(pk__in=[row.pk for row in ours]).update(told_at=None)
        return replace(so_far, failed=(*so_far.failed, clinic.slug))
    return replace(so_far, told=(*so_far.told, clinic.slug))


def _rows_to_tell(clinic: Clinic) -> list[ProbeResult]:
    active = {(one.plugin, one.name) for one in active_probes(clinic.pk)}
    rows = _untold().filter(clinic=clinic).order_by("plugin", "name")
    return [row for row in rows if (row.plugin, row.name) in active]


def _mail(clinic: Clinic, rows: Sequence[ProbeResult], addresses: list[str]) -> EmailMessage:
    with translation.override(clinic.main_language):
        return EmailMessage(subject=_subject(clinic, len(rows)), body=_body(clinic, rows), to=addresses)


def _subject(clinic: Clinic, number: int) -> str:
    text = ngettext(
        "Something on the website of %(clinic)s needs you",
        "%(number)s things on the website of %(clinic)s need you",
        number,
    )
    # A name may hold a line break, which no subject may.
    return " ".join((text % {"clinic": clinic.name, "number": number}).split())


def _body(clinic: Clinic, rows: Sequence[ProbeResult]) -> str:
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("plugins:clinic", args=[clinic.slug])
    silent = _("It does not work.")
    paragraphs = [
        _("The website of %(clinic)s depends on things that are not well.") % {"clinic": clinic.name},
        *(f"{registry.loaded[row.plugin].title}: {row.message or silent}" for row in rows),
        _("You get no second mail about this. You see how it is here: %(address)s") % {"address": address},
    ]
    return "\n\n".join(paragraphs) + "\n"
