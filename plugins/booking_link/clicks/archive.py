"""Clicks in the long run: older ones by month, and all of them as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from cms.plugins.api import PluginContext
from plugins.booking_link.clicks.counting import today_at
from plugins.booking_link.models import Clicks
from plugins.booking_link.report.periods import first_day_kept

FIELDS = ("day", "page", "placement", "language")


@transaction.atomic
def keep_months(context: PluginContext) -> None:
    """Put the days that no report shows any more together, on the first day of their month."""
    end = first_day_kept(today_at(context.clinic))
    old = Clicks.objects.for_clinic(context.clinic).filter(day__lt=end)
    if not old.exclude(day__day=1, shard=0).exists():
        return
    months = old.values_list(TruncMonth("day"), *FIELDS[1:]).annotate(Sum("number")).order_by()
    _replace(context, old, list(months))


def export_clicks(context: PluginContext) -> list[list[Any]]:
    """Return all clicks of a clinic: day, page, placement, language and number of each row.

    What was found out about links and accounts is found out again.
    """
    rows = (
        Clicks.objects.for_clinic(context.clinic)
        .values_list(*FIELDS)
        .annotate(Sum("number"))
        .order_by(*FIELDS)
    )
    return [[day.isoformat(), *rest] for day, *rest in rows]


@transaction.atomic
def restore_clicks(context: PluginContext, exported: list[list[Any]]) -> None:
    """Leave the clinic with exactly the clicks that ``export_clicks`` returned."""
    rows = [(date.fromisoformat(day), *rest) for day, *rest in exported]
    _replace(context, Clicks.objects.for_clinic(context.clinic), rows)


def _replace(context: PluginContext, old: Any, rows: list[tuple[Any, ...]]) -> None:
    old.delete()
    Clicks.everywhere.bulk_create(
        [
            Clicks(clinic_id=context.clinic.id, number=number, **dict(zip(FIELDS, names, strict=True)))
            for *names, number in rows
        ],
        batch_size=1000,
    )
