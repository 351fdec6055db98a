"""The report of clicks on the screen and as CSV: what a clinic reads there, and who may."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from cms.clinics.models import Clinic
from cms.clinics.records import record_of
from cms.plugins.api import screen_url
from plugins.booking_link.clicks.counting import today_at
from plugins.booking_link.models import LinkCheck
from plugins.booking_link.report.export import harmless
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.clinics import click, offer_booking


def ago(clinic: Clinic, days: int) -> date:
    return today_at(record_of(clinic.pk)) - timedelta(days=days)


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
