"""QR codes: as files and as drawings."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
import segno
from PIL import Image

from cms.plugins.api import screen_url
from plugins.booking_link.buttons.printing import (
    BORDER,
    ERROR,
    PIXELS,
    drawing,
    png_file,
    scanned_address,
    svg_file,
)
from plugins.booking_link.placements import Placement
from plugins.booking_link.targets.resolution import Ask
from tests.cms.plugins.people import member, signed_in
from tests.plugins.booking_link.clinics import offer_booking, told, visit
from tests.plugins.booking_link.setting_up import ROOT, add_practitioner, service

ADDRESS = "https://newyork.example/-/booking-link/go/-print~-en~~/"
PRINT = Ask(Placement.PRINT.value, "en", None)


def modules(png: bytes) -> list[list[bool]]:
    """Return the dark squares of a code in a PNG, without its border."""
    picture = Image.open(io.BytesIO(png)).convert("1")
    size = picture.size[0] // PIXELS
    middle = PIXELS // 2
    return [
        [
            not picture.getpixel((x * PIXELS + middle, y * PIXELS + middle))
            for x in range(BORDER, size - BORDER)
        ]
        for y in range(BORDER, size - BORDER)
    ]


def test_png_holds_the_code_of_the_address() -> None:
    expected = [[bool(cell) for cell in row] for row in segno.make(ADDRESS, error=ERROR, micro=False).matrix]
    assert modules(png_file(ADDRESS)) == expected


def test_png_is_large_enough_for_print() -> None:
    assert Image.open(io.BytesIO(png_file(ADDRESS))).size[0] >= 590  # 5 cm at 300 dpi


def test_svg_is_a_file_of_its_own() -> None:
    assert ET.fromstring(svg_file(ADDRESS)).tag == "{http://www.w3.org/2000/svg}svg"


def test_drawing_on_a_page_grows_with_its_place_and_has_no_style() -> None:
    element = ET.fromstring(drawing(ADDRESS))
    assert (element.tag, sorted(element.attrib)) == ("svg", ["viewBox"])


def test_code_leads_to_the_clinics_own_site_and_on(network) -> None:
    offer_booking(network.newyork)
    with told(network.newyork) as context:
        address = scanned_address(context, PRINT)
    root = "http://newyork.localhost"
    assert address.startswith(f"{root}/-/booking-link/go/")
    assert visit(network.newyork, address.removeprefix(root))["Location"] == ROOT


@pytest.fixture
def download(network):
    """Ask for a code as a file, as New York's marketer."""
    client = signed_in(member(network.newyork, "clinic_marketer"))

    def ask(kind: str, **query: str):
        return client.get(screen_url("booking_link", "code", network.newyork, kind), query)

    return ask


def test_files_are_downloaded_from_the_admin(network, download) -> None:
    person = add_practitioner(network.newyork)
    offer_booking(
        network.newyork,
        services=[service("ear", f"{ROOT}#/ear")],
        practitioners=[{"practitioner": str(person.pk), "service": "", "link": f"{ROOT}#/staff_member/7"}],
    )
    general, ear = download("png"), download("png", service="ear")
    hers, vector = download("png", practitioner=str(person.pk)), download("svg")
    assert [response["Content-Type"] for response in (general, vector)] == ["image/png", "image/svg+xml"]
    assert general["Content-Disposition"] == 'attachment; filename="booking-newyork.localhost.png"'
    assert len({response.content for response in (general, ear, hers)}) == 3


@pytest.mark.parametrize(
    ("kind", "query"), [("pdf", {}), ("png", {"service": "gone"}), ("png", {"practitioner": "1 or 1=1"})]
)
def test_there_are_no_other_files(network, download, kind, query) -> None:
    offer_booking(network.newyork)
    assert download(kind, **query).status_code == 404


def test_code_of_a_clinic_without_a_booking_page_does_not_exist(network, download) -> None:
    offer_booking(network.newyork, "")
    assert download("png").status_code == 404
