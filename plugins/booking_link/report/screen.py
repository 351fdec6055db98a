"""The screen for marketers: how often a clinic's booking buttons were used, and how its links are."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from cms.plugins.api import here
from plugins.booking_link.clicks.counting import today_at
from plugins.booking_link.health.findings import words_of
from plugins.booking_link.models import LinkCheck
from plugins.booking_link.report.chart import chart_of
from plugins.booking_link.report.export import csv_of
from plugins.booking_link.report.figures import figures_of
from plugins.booking_link.report.periods import PeriodForm

CSV = "csv"


def report(request: HttpRequest) -> HttpResponse:
    """A clinic's clicks in the period that is asked for, on the screen or as CSV."""
    told = here("booking_link")
    if told is None:
        raise Http404
    form = PeriodForm(request.GET, today=today_at(told.clinic))
    period = form.wanted
    if request.GET.get("export") == CSV and form.is_valid():
        return csv_of(told.clinic, period)
    figures = figures_of(told.clinic, period, today=form.today)
    context = {
        "clinic": told.clinic,
        "form": form,
        "figures": figures,
        "chart": chart_of(figures.days),
        "checks": [(check, words_of(check)) for check in LinkCheck.objects.for_clinic(told.clinic)],
    }
    return render(request, "booking_link/report.html", context)


report_urls = [path("", report, name="report")]
