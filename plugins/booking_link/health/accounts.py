"""Whose accounts the links of each clinic lead to, so that a link to another clinic's is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from cms.plugins.api import PluginContext
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.links.providers import GENERIC
from plugins.booking_link.models import Account


def keep_accounts(context: PluginContext) -> None:
    """Bring what is kept of a clinic's accounts in step with its settings."""
    wanted = {_names(link) for link in context.settings.links if link.provider != GENERIC}
    rows = Account.objects.for_clinic(context.clinic)
    with transaction.atomic():
        kept = {(row.provider, row.account): row.pk for row in rows}
        rows.filter(pk__in=[pk for names, pk in kept.items() if names not in wanted]).delete()
        new = [
            Account(clinic_id=context.clinic.id, provider=provider, account=account)
            for provider, account in sorted(wanted - kept.keys())
        ]
        Account.everywhere.bulk_create(new, ignore_conflicts=True)


def used_elsewhere(links: Sequence[BookingLink], clinic_id: int) -> list[BookingLink]:
    """Return those links to whose accounts another clinic of the network leads too; which one is not said.

    A link to a host that is no known provider's names no account.
    """
    asked = {account for _provider, account in map(_names, links)}
    rows = Account.everywhere.filter(account__in=asked).exclude(clinic=clinic_id)
    shared = set(rows.values_list("provider", "account"))
    return [link for link in links if _names(link) in shared]


def _names(link: BookingLink) -> tuple[str, str]:
    return link.provider, link.parts["account"]
