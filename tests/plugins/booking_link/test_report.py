"""What a clinic is told of its clicks: how many, where, compared with what, and nothing of other clinics."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from cms.clinics.models import Clinic
from cms.clinics.records import record_of
from cms.plugins.api import screen_url
from plugins.booking_link.counting import today_at
from plugins.booking_link.models import Clicks, LinkCheck
from plugins.booking_link.report_chart import LEAST, chart_of
from plugins.booking_link.report_export import harmless
from plugins.booking_link.report_figures import MINUS, Comparison, figures_of
from plugins.booking_link.report_periods import Period, PeriodForm, first_day_kept
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.clinics import offer_booking

TODAY = date(2026, 3, 15)
WEEK = Period(date(2026, 3, 9), TODAY)


def click(clinic: Clinic, day: date, number: int = 1, **more: Any) -> None:
    kind = {"page": 0, "placement": "header", "language": "en", **more}
    Clicks.everywhere.create(clinic=clinic, day=day, number=number, **kind)


def ago(clinic: Clinic, days: int) -> date:
    return today_at(record_of(clinic.pk)) - timedelta(days=days)


def figures(clinic: Clinic, period: Period = WEEK) -> Any:
    return figures_of(record_of(clinic.pk), period, today=TODAY)


def form(**data: str) -> PeriodForm:
    return PeriodForm(data, today=TODAY)


@pytest.fixture
def screen(network) -> Any:
    """Ask for New York's report, as its marketer; what is returned is the response."""
    offer_booking(network.newyork)
    client = signed_in(member(network.newyork, "clinic_marketer"))
    return lambda **query: client.get(screen_url("booking_link", "report", network.newyork), query)


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one(".booking-report").text.split())


def table(response: Any, name: str) -> list[list[str]]:
    found = BeautifulSoup(response.content, "html.parser").select_one(f"[aria-labelledby=booking-{name}]")
    return [
        [" ".join(cell.text.split()) for cell in row.select("th, td")] for row in found.select("tbody tr")
    ]


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


def test_screen_without_clicks_says_so(screen) -> None:
    response = screen()
    assert response.status_code == 200
    assert "No click was ever counted." in words(response)
    assert not BeautifulSoup(response.content, "html.parser").select(".booking-report svg")


def test_screen_with_one_click_speaks_of_one(network, screen) -> None:
    click(network.newyork, ago(network.newyork, 0), page=network.newyork_edition.pk)
    said = words(screen())
    assert "1 click There is nothing to compare with" in said
    assert "The most on a day: 1 click " in said


def test_screen_shows_totals_tables_and_the_comparison(network, screen) -> None:
    clinic = network.newyork
    click(clinic, ago(clinic, 0), 6, page=network.newyork_edition.pk)
    click(clinic, ago(clinic, 6), 2, placement="end", language="da")
    click(clinic, ago(clinic, 7), 4)
    click(clinic, ago(clinic, 40), 1)
    response = screen(period="7")
    assert "8 clicks +4 against 4 clicks in the 7 days before" in words(response)
    assert "That is +100 %." in words(response)
    assert table(response, "page") == [["Sciatica /conditions/sciatica/", "6"], ["No page", "2"]]
    assert table(response, "place") == [["Header", "6"], ["End of a page", "2"]]
    assert table(response, "language") == [["English", "6"], ["Danish", "2"]]
    assert [row[1] for row in table(response, "days")] == ["2", "0", "0", "0", "0", "0", "6"]


def test_screen_says_what_is_wrong_with_the_days(screen) -> None:
    response = screen(period="custom", first="2026-03-10", last="2026-03-09")
    field = BeautifulSoup(response.content, "html.parser").select_one("#id_last")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "id_last_error")
    assert "The last day is before the first one." in words(response)


def test_screen_has_no_style_and_no_script_of_its_own_inline(network, screen) -> None:
    click(network.newyork, ago(network.newyork, 0))
    report = BeautifulSoup(screen().content, "html.parser").select_one(".booking-report")
    assert report.select("[style], script, style, [onclick]") == []
    assert len(report.select("svg rect")) == 1


def test_screen_shows_links_with_what_was_found(network, screen) -> None:
    now = "2026-03-15T12:00Z"
    LinkCheck.everywhere.create(
        clinic=network.newyork,
        address="https://a.example.com/",
        state="gone",
        detail="404",
        since=now,
        checked_at=now,
    )
    LinkCheck.everywhere.create(
        clinic=network.aalborg, address="https://b.example.com/", state="ok", since=now, checked_at=now
    )
    (row,) = table(screen(), "links")
    assert row[:2] == [
        "https://a.example.com/",
        "Is gone The service says that there is no such page (404).",
    ]


def test_screen_shows_nothing_of_another_clinic(network, screen) -> None:
    """Not even where a key of another clinic's page has come among the clinic's own clicks."""
    click(network.aalborg, ago(network.aalborg, 0), 77, page=network.danish_edition.pk)
    click(network.newyork, ago(network.newyork, 0), 1, page=network.danish_edition.pk)
    response = screen()
    assert table(response, "page") == [["A page that is no longer there", "1"]]
    assert "77" not in words(response)
    assert "Iskias" not in response.content.decode()
    assert "77" not in screen(export="csv").content.decode()


def test_screen_is_for_who_works_at_the_clinic(network) -> None:
    offer_booking(network.newyork)
    address = screen_url("booking_link", "report", network.newyork)
    there = [signed_in(member(network.newyork, role)) for role in ("clinic_owner", "clinic_marketer")]
    elsewhere = signed_in(member(network.aalborg, "clinic_marketer"))
    assert [client.get(address).status_code for client in (*there, elsewhere)] == [200, 200, 404]


def test_csv_has_a_line_for_each_day_page_placement_and_language(network, screen) -> None:
    clinic, today = network.newyork, ago(network.newyork, 0)
    click(clinic, today, 2, page=network.newyork_edition.pk)
    click(clinic, today, 3, page=network.newyork_edition.pk, shard=9)
    click(clinic, ago(clinic, 1), placement="end", language="da")
    response = screen(period="7", export="csv")
    name = f"booking-clicks-{ago(clinic, 6)}-{today}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert list(csv.reader(response.content.decode("utf-8-sig").splitlines())) == [
        ["Day", "Page", "Path", "Place", "Language", "Clicks"],
        [str(ago(clinic, 1)), "No page", "", "End of a page", "Danish", "1"],
        [str(today), "Sciatica", "/conditions/sciatica/", "Header", "English", "5"],
    ]


def test_csv_with_a_period_that_cannot_be_is_the_screen(screen) -> None:
    response = screen(period="custom", first="2026-03-10", last="2026-03-09", export="csv")
    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_csv_holds_no_formula(network, screen) -> None:
    network.newyork_edition.title = '=HYPERLINK("https://evil.example")'
    network.newyork_edition.save()
    click(network.newyork, ago(network.newyork, 0), page=network.newyork_edition.pk, placement="@x")
    _heading, line = csv.reader(screen(export="csv").content.decode("utf-8-sig").splitlines())
    assert line[1:4] == ['\'=HYPERLINK("https://evil.example")', "/conditions/sciatica/", "'@x"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1"])
def test_text_that_is_a_formula_becomes_a_text(text) -> None:
    assert harmless(text) == f"'{text}"
