"""What a clinic is told of its clicks: how many, where, compared with what, and nothing of other clinics."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cms.clinics.models import Clinic
from cms.clinics.records import record_of
from plugins.booking_link.models import Clicks
from plugins.booking_link.report.chart import LEAST, chart_of
from plugins.booking_link.report.figures import MINUS, Comparison, figures_of
from plugins.booking_link.report.periods import Period, PeriodForm, first_day_kept
from tests.plugins.booking_link.clinics import click

TODAY = date(2026, 3, 15)
WEEK = Period(date(2026, 3, 9), TODAY)


def figures(clinic: Clinic, period: Period = WEEK) -> Any:
    return figures_of(record_of(clinic.pk), period, today=TODAY)


def form(**data: str) -> PeriodForm:
    return PeriodForm(data, today=TODAY)


@pytest.mark.parametrize(
    ("data", "first", "last"),
    [
        ({}, date(2026, 2, 16), TODAY),
        ({"period": "7"}, date(2026, 3, 9), TODAY),
        ({"period": "28"}, date(2026, 2, 16), TODAY),
        ({"period": "90"}, date(2025, 12, 16), TODAY),
        ({"period": "month"}, date(2026, 3, 1), TODAY),
        (
            {"period": "custom", "first": "2026-01-01", "last": "2026-01-01"},
            date(2026, 1, 1),
            date(2026, 1, 1),
        ),
        (
            {"period": "custom", "first": "2024-03-01", "last": "2025-03-01"},
            date(2024, 3, 1),
            date(2025, 3, 1),
        ),
    ],
)
def test_period_is_what_was_asked_for(data, first, last) -> None:
    assert form(**data).wanted == Period(first, last)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"first": "2026-03-10"}, "last", "Give a day."),
        ({"last": "2026-03-10"}, "first", "Give a day."),
        ({"first": "2026-03-10", "last": "2026-03-09"}, "last", "The last day is before the first one."),
        ({"first": "2026-03-10", "last": "2026-03-16"}, "last", "This day is yet to come."),
        (
            {"first": "2024-02-29", "last": "2024-03-01"},
            "first",
            "Clicks are kept day by day for two years. Choose a later day.",
        ),
        (
            {"first": "2025-03-01", "last": "2026-03-02"},
            "last",
            "A report is about a year at most. Choose an earlier day.",
        ),
        ({"first": "10.03.2026", "last": "2026-03-10"}, "first", "Enter a valid date."),
        ({"first": "\x00", "last": "9" * 5000}, "last", "Enter a valid date."),
        (
            {"period": "'; DROP"},
            "period",
            "Select a valid choice. '; DROP is not one of the available choices.",
        ),
    ],
)
def test_period_that_cannot_be_is_refused_and_the_usual_one_shown(data, field, message) -> None:
    asked = form(**{"period": "custom", **data})
    assert asked.errors[field] == [message]
    assert asked.wanted == Period(date(2026, 2, 16), TODAY)


def test_days_are_kept_for_two_years_and_the_month_that_runs() -> None:
    assert first_day_kept(date(2026, 3, 15)) == date(2024, 3, 1)
    assert first_day_kept(date(2026, 1, 31)) == date(2024, 1, 1)
    assert first_day_kept(date(2026, 12, 1)) == date(2024, 12, 1)


def test_period_before_has_the_same_length_and_ends_the_day_before() -> None:
    assert WEEK.before == Period(date(2026, 3, 2), date(2026, 3, 8))


def test_figures_add_up_by_day_page_placement_and_language(network) -> None:
    page, other = network.newyork_edition, 10**9
    for day, number, more in (
        (9, 1, {"page": page.pk}),
        (9, 2, {"page": page.pk, "placement": "end", "shard": 4}),
        (15, 4, {"page": other, "language": "da"}),
        (15, 8, {"page": 0, "placement": "gone", "language": "xx"}),
        (8, 16, {}),
        (16, 32, {}),
    ):
        click(network.newyork, date(2026, 3, day), number, **more)
    found = figures(network.newyork)
    assert found.total == 15
    assert found.days == [(day, {9: 3, 15: 12}.get(day.day, 0)) for day in WEEK.days]
    assert [(one.label, one.detail, one.number) for one in found.pages] == [
        ("No page", "", 8),
        ("A page that is no longer there", "", 4),
        ("Sciatica", "/conditions/sciatica/", 3),
    ]
    assert [(one.label, one.number) for one in found.placements] == [
        ("gone", 8),
        ("Header", 5),
        ("End of a page", 2),
    ]
    assert [(one.label, one.number) for one in found.languages] == [("xx", 8), ("Danish", 4), ("English", 3)]


def test_pages_of_one_name_in_two_languages_are_told_apart(network) -> None:
    for edition in (network.danish_edition, network.english_edition):
        click(network.aalborg, TODAY, page=edition.pk)
    found = figures(network.aalborg).pages
    assert [(one.label, one.detail) for one in found] == [
        ("Iskias", "/lidelser/iskias/"),
        ("Sciatica", "/en/conditions/sciatica/"),
    ]


@pytest.mark.parametrize(
    ("before", "difference", "percent"),
    [(4, "+2", "+50"), (8, f"{MINUS}2", f"{MINUS}25"), (6, "±0", "±0"), (0, "+6", ""), (3, "+3", "+100")],
)
def test_comparison_is_in_numbers_and_per_cent(network, before, difference, percent) -> None:
    click(network.newyork, WEEK.first, 6)
    click(network.newyork, WEEK.before.first, before)
    found = figures(network.newyork).before
    assert (found.number, found.since, found.difference, found.percent) == (before, None, difference, percent)


def test_comparison_says_that_nothing_was_counted_before(network) -> None:
    click(network.newyork, date(2026, 3, 10), 6)
    assert figures(network.newyork).before == Comparison(6, WEEK.before, None, date(2026, 3, 10))


def test_comparison_says_that_counting_began_on_the_way(network) -> None:
    click(network.newyork, date(2026, 3, 5), 2)
    click(network.newyork, date(2026, 3, 10), 6)
    assert figures(network.newyork).before == Comparison(6, WEEK.before, 2, date(2026, 3, 5))


def test_comparison_with_days_that_are_kept_by_month_is_none(network) -> None:
    click(network.newyork, date(2024, 2, 1), 100)
    found = figures(network.newyork, Period(date(2024, 3, 1), date(2024, 3, 31)))
    assert found.before == Comparison(0, Period(date(2024, 1, 30), date(2024, 2, 29)), None, date(2024, 3, 1))


def test_comparison_without_any_click_is_none(network) -> None:
    assert figures(network.newyork).before == Comparison(0, WEEK.before, None, None)


def test_figures_take_the_same_queries_for_one_page_and_three(network, django_assert_num_queries) -> None:
    clinic = record_of(network.newyork.pk)
    for number in (1, 3):
        for day in range(number):
            click(network.newyork, WEEK.first + timedelta(days=day), page=network.newyork_edition.pk + day)
        with django_assert_num_queries(6):
            figures_of(clinic, WEEK, today=TODAY)
        Clicks.everywhere.all().delete()


def test_chart_has_a_bar_for_each_day_with_clicks() -> None:
    days = [(date(2026, 3, 1), 4), (date(2026, 3, 2), 0), (date(2026, 3, 3), 1000)]
    chart = chart_of(days)
    assert (chart.highest, chart.width, len(chart.bars)) == (1000, 30, 2)
    assert [(bar.x, bar.y, bar.height) for bar in chart.bars] == [(1, 100 - LEAST, LEAST), (21, 0, 100)]


def test_chart_of_no_clicks_is_empty() -> None:
    assert chart_of([(date(2026, 3, 1), 0)]).bars == []
