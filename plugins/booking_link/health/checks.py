"""How a clinic's booking links are: each is looked at once a day, in the background, and the clinic is told.

A service that lets no program look at its pages is no reason for an alarm: it says nothing about the link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.plugins.api import Health, HealthState, PluginContext
from plugins.booking_link.health.findings import Finding, look_at, words_of
from plugins.booking_link.models import LinkCheck
from plugins.booking_link.targets.resolution import built

State = LinkCheck.State

EVERY = timedelta(hours=1)
"""How often there is a look for links that are due. Of one host it takes one each time."""
DAY = timedelta(hours=23, minutes=30)
PATIENCE = timedelta(days=2)
"""How long a service may fail to answer before the clinic is told."""
PAUSE = 10  # seconds between two links of one host, whichever clinics they belong to

WORST_FIRST = (HealthState.FAILING, HealthState.WARNING, HealthState.OK, HealthState.UNKNOWN)


def links_health(context: PluginContext) -> Health:
    """Look at the links that are due, and say how all of them are."""
    addresses = {built(link) for link in context.settings.links} - {""}
    now = timezone.now()
    checks = LinkCheck.objects.for_clinic(context.clinic)
    checks.exclude(address__in=addresses).delete()
    known = {check.address: check for check in checks}
    for address in _due(addresses, known, now):
        _store(context.clinic.id, address, known.get(address), look_at(address))
    return health_of(list(checks.all()), now)


def health_of(checks: Sequence[LinkCheck], now: datetime) -> Health:
    """Return the worst that is known of the links, in words."""
    if not checks:
        return Health(HealthState.UNKNOWN, _("No booking link has been looked at yet."))
    by_severity = [(_severity(check, now), check) for check in checks]
    alarming = [check for severity, check in by_severity if severity in WORST_FIRST[:2]]
    sentences = [f"{check.address}: {words_of(check)}" for check in alarming]
    worst = next(one for one in WORST_FIRST if one in {severity for severity, _check in by_severity})
    return Health(worst, " ".join([*sentences, *_counted(checks, len(alarming))]))


def _due(addresses: Iterable[str], known: dict[str, LinkCheck], now: datetime) -> list[str]:
    """Return the links to look at now, one of each host, those first that were never or longest not seen."""
    never = datetime.min.replace(tzinfo=now.tzinfo)
    waiting = sorted((known[one].checked_at if one in known else never, one) for one in addresses)
    due: dict[str, str] = {}
    for checked_at, address in waiting:
        host = urlsplit(address).netloc
        if checked_at <= now - DAY and host not in due and _may_ask(host):
            due[host] = address
    return list(due.values())


def _may_ask(host: str) -> bool:
    """Whether no other link of a host, of whichever clinic, was looked at just now."""
    return bool(cache.add(f"booking_link:asked:{host}", True, PAUSE))


def _store(clinic_id: int, address: str, before: LinkCheck | None, found: Finding) -> None:
    now = timezone.now()
    is_same = before is not None and before.state == found.state
    LinkCheck.everywhere.update_or_create(
        clinic_id=clinic_id,
        address=address,
        defaults={
            "state": found.state,
            "detail": found.detail[:500],
            "since": before.since if is_same else now,
            "checked_at": now,
        },
    )


def _severity(check: LinkCheck, now: datetime) -> HealthState:
    match check.state:
        case State.OK:
            return HealthState.OK
        case State.GONE:
            return HealthState.FAILING
        case State.MOVED | State.INSECURE:
            return HealthState.WARNING
        case State.TIMEOUT | State.UNREACHABLE if check.since <= now - PATIENCE:
            return HealthState.WARNING
    return HealthState.UNKNOWN


def _counted(checks: Sequence[LinkCheck], alarming: int) -> list[str]:
    states = Counter(check.state for check in checks)
    working, blocked = states[State.OK], states[State.BLOCKED]
    silent = len(checks) - working - blocked - alarming
    words = (
        (working, ngettext("%(number)d link works.", "%(number)d links work.", working)),
        (
            blocked,
            ngettext(
                "%(number)d link cannot be checked from here, which says nothing about it.",
                "%(number)d links cannot be checked from here, which says nothing about them.",
                blocked,
            ),
        ),
        (
            silent,
            ngettext(
                "%(number)d link did not answer this time and will be tried again.",
                "%(number)d links did not answer this time and will be tried again.",
                silent,
            ),
        ),
    )
    return [sentence % {"number": number} for number, sentence in words if number]
