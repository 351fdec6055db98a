"""A report as a table for spreadsheets: one line for each day, page, placement and language with clicks."""

from __future__ import annotations

import csv
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.utils.translation import gettext as _

from plugins.booking_link.models import Clicks
from plugins.booking_link.report.labels import label_of_language, label_of_placement, labels_of_pages
from plugins.booking_link.report.periods import Period

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes letters such as ø for something else


def csv_of(clinic: Any, period: Period) -> HttpResponse:
    """Return the clicks of ``clinic``, a ``ClinicRecord``, as a file to save."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    name = f"booking-clicks-{period.first}-{period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow([_("Day"), _("Page"), _("Path"), _("Place"), _("Language"), _("Clicks")])
    rows = _rows(clinic, period)
    labels = labels_of_pages(clinic, sorted({page for _day, page, *_rest in rows}))
    for day, page, placement, language, number in rows:
        words = (*labels[page], label_of_placement(placement), label_of_language(language))
        writer.writerow([day.isoformat(), *map(harmless, words), number])
    return response


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _rows(clinic: Any, period: Period) -> list[tuple[Any, ...]]:
    fields = ("day", "page", "placement", "language")
    rows = Clicks.objects.for_clinic(clinic).filter(day__range=(period.first, period.last))
    return list(rows.values_list(*fields).annotate(Sum("number")).order_by(*fields))
