"""The report of a correction as a spreadsheet says what the screen says, to the last cell."""

from __future__ import annotations

import datetime
import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from cms.editions.actions import decide
from cms.editions.models import Acknowledgement
from cms.editions.oversight import reports
from cms.editions.oversight.actions import acknowledge
from cms.library.models import Correction
from cms.testing.network import make_clinic, make_edition, text_block
from tests.cms.editions.oversight.correcting import correct

AT = datetime.datetime(2026, 3, 4, 13, 5, 7, 123456, tzinfo=datetime.UTC)
HEADINGS = ("Clinic", "Answer", "Acknowledged at (UTC)", "By", "Note", "Parked versions")


@pytest.fixture
def correction(network, staff) -> Correction:
    """One clinic has acknowledged, one waits, and one waits with a parked version."""
    parked = make_clinic("minnetonka")
    decide(make_edition(parked, network.english), replaced=[text_block(2, "Ours.")])
    made = correct(network.english, [2]).correction
    acknowledge(made, network.newyork, staff["owner.newyork"], note="Read by “all” of us & more.")
    Acknowledgement.everywhere.update(acknowledged_at=AT)
    return made


@pytest.fixture
def browser(staff) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(staff["network_owner"])
    return client


def sheet(browser: Client, correction: Correction, query: str = "") -> list[tuple]:
    address = reverse("editions_oversight:report", args=[correction.pk])
    response = browser.get(f"{address}?export=xlsx{query}")
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="correction-{correction.pk}.xlsx"'
    )
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert len(book.worksheets) == 1
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def lines(browser: Client, correction: Correction, query: str = "") -> list[str]:
    """Return the words of each line of the table on the screen."""
    html = browser.get(
        reverse("editions_oversight:report", args=[correction.pk]) + f"?{query}"
    ).content.decode()
    body = re.search(r"<tbody>(.*)</tbody>", html, re.DOTALL).group(1)
    return [
        " ".join(unescape(strip_tags(row)).split()) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def test_sheet_holds_every_cell(browser, correction):
    assert sheet(browser, correction) == [
        HEADINGS,
        ("Aalborg Clinic", "Waiting", None, None, None, 0),
        ("Minnetonka Clinic", "Waiting", None, None, None, 1),
        (
            "Newyork Clinic",
            "Acknowledged",
            AT.replace(tzinfo=None, microsecond=0),
            "owner.newyork@example.com",
            "Read by “all” of us & more.",
            0,
        ),
    ]


@pytest.mark.parametrize("query", ["", "&answer=waiting", "&answer=acknowledged", "&answer=overdue"])
def test_sheet_and_screen_say_the_same(browser, correction, query):
    rows = sheet(browser, correction, query)[1:]
    if not rows:
        assert (
            "No clinic fits this filter."
            in browser.get(
                reverse("editions_oversight:report", args=[correction.pk]) + f"?{query}"
            ).content.decode()
        )
        return
    shown = lines(browser, correction, query)
    assert len(shown) == len(rows)
    for line, (clinic, answer, at, by, note, parked) in zip(shown, rows, strict=True):
        assert line.startswith(f"{clinic} {answer}")
        assert line.endswith(str(parked))
        assert all(part in line for part in (by, note) if part)
        assert (at is None) == ("2026" not in line)


def test_sheet_holds_what_the_screen_shows_on_further_pages(browser, correction, monkeypatch):
    monkeypatch.setattr(reports, "PER_PAGE", 1)
    assert len(lines(browser, correction)) == 2
    assert len(sheet(browser, correction)) == 4
