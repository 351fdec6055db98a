"""The screens of oversight: who may see them, and what they say."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.editions.actions import decide
from cms.editions.models import Acknowledgement
from cms.editions.oversight.actions import acknowledge
from cms.library.models import Correction
from cms.testing.network import block_id, text_block
from tests.cms.editions.oversight.correcting import correct

ADMIN = "admin.localhost"


def client(user) -> Client:
    found = Client(HTTP_HOST=ADMIN)
    found.force_login(user)
    return found


def addresses(network, correction) -> list[str]:
    key = network.english.translation_key
    return [
        reverse("editions_oversight:matrix"),
        reverse("editions_oversight:who") + "?words=Heading",
        reverse("editions_oversight:page", args=[key]),
        reverse("editions_oversight:part", args=[key, block_id(2)]),
        reverse("editions_oversight:added", args=[key]),
        reverse("editions_oversight:corrections"),
        reverse("editions_oversight:report", args=[correction.pk]),
        reverse("editions_oversight:report", args=[correction.pk]) + "?export=csv",
    ]


@pytest.mark.parametrize("who", ["network_owner", "library_editor"])
def test_staff_of_the_network_and_of_the_library_see_every_screen(network, staff, correction, who):
    decide(network.newyork_edition, replaced=[text_block(1, "SECRET of New York.")])
    browser = client(staff[who])
    assert [browser.get(address).status_code for address in addresses(network, correction)] == [200] * 8


@pytest.mark.parametrize("who", ["marketer.aalborg", "owner.aalborg"])
def test_a_clinic_sees_nothing_of_the_network(network, staff, correction, who):
    decide(network.newyork_edition, replaced=[text_block(1, "SECRET of New York.")])
    browser = client(staff[who])
    for address in addresses(network, correction):
        answer = browser.get(address)
        assert answer.status_code in (302, 403, 404)
        assert b"SECRET" not in answer.content
        assert b"Newyork" not in answer.content


def test_nobody_acknowledges_for_another_clinic(network, staff, correction):
    browser = client(staff["marketer.aalborg"])
    address = reverse("editions_oversight:acknowledge", args=[correction.pk, network.newyork.pk])
    assert browser.post(address).status_code == 404
    assert not Acknowledgement.everywhere.exists()


def test_a_marketer_acknowledges_with_a_button(network, staff, correction):
    browser = client(staff["marketer.newyork"])
    address = reverse("editions_oversight:open")
    page = browser.get(address).content.decode()
    assert "The old words were wrong." in page
    assert "Aalborg" not in page
    answer = browser.post(
        reverse("editions_oversight:acknowledge", args=[correction.pk, network.newyork.pk]),
        {"note": "We read it."},
        follow=True,
    )
    assert "The correction is acknowledged for Newyork Clinic." in answer.content.decode()
    assert Acknowledgement.everywhere.get().note == "We read it."


def test_parked_version_is_named_instead_of_a_button(network, staff, correction):
    decide(network.newyork_edition, replaced=[text_block(1, "Ours.")])
    second = correct(network.english, [1]).correction
    browser = client(staff["marketer.newyork"])
    page = browser.get(reverse("editions_oversight:open")).content.decode()
    assert "Decide first about your own versions that are parked: Heading 1." in page
    answer = browser.post(
        reverse("editions_oversight:acknowledge", args=[second.pk, network.newyork.pk]), follow=True
    )
    assert "Decide first about your own versions that the correction has parked: “Heading 1”." in (
        answer.content.decode().replace("&quot;", '"')
    )
    assert not Acknowledgement.everywhere.exists()


def test_dashboard_tells_the_clinic(network, staff, correction):
    page = client(staff["owner.newyork"]).get(reverse("wagtailadmin_home")).content.decode()
    assert "Read and acknowledge 1 correction" in page


def test_export_holds_every_clinic_and_no_formula(network, staff, correction):
    acknowledge(correction, network.newyork, staff["owner.newyork"], note='=HYPERLINK("http://x")')
    browser = client(staff["network_owner"])
    address = reverse("editions_oversight:report", args=[correction.pk])
    text = b"".join(browser.get(address + "?export=csv").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Clinic"] for row in rows] == ["Aalborg Clinic", "Newyork Clinic"]
    assert (rows[0]["Acknowledged at (UTC)"], len(rows[1]["Acknowledged at (UTC)"])) == (
        "",
        len("2026-03-31 12:00:00+00:00"),
    )
    assert rows[1]["Note"] == '\'=HYPERLINK("http://x")'
    book = load_workbook(io.BytesIO(b"".join(browser.get(address + "?export=xlsx").streaming_content)))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert cells[2][4] == '\'=HYPERLINK("http://x")'
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
    waiting = b"".join(browser.get(address + "?export=csv&answer=waiting").streaming_content).decode()
    assert len(waiting.splitlines()) == 2


def test_nonsense_in_an_address_is_no_error(network, staff, correction):
    browser = client(staff["network_owner"])
    query = "?concern=x&language=xx&clinic=99999999&p=zzz&words=" + "w" * 200
    for address in addresses(network, correction)[:7]:
        assert browser.get(address.partition("?")[0] + query).status_code == 200
    unknown = reverse("editions_oversight:page", args=["00000000-0000-4000-8000-000000000000"])
    assert browser.get(unknown).status_code == 404
    key = network.english.translation_key
    assert browser.get(reverse("editions_oversight:part", args=[key, "nothing"])).status_code == 404


def test_part_shows_since_when_on_which_base_and_how_different(network, staff):
    decide(network.newyork_edition, replaced=[text_block(2, "Second words, and ours.")])
    page = client(staff["network_owner"]).get(
        reverse("editions_oversight:part", args=[network.english.translation_key, block_id(2)])
    )
    text = " ".join(page.content.decode().split())
    assert "Newyork Clinic" in text
    assert "the release of " in text
    assert "<ins>" in text
    assert "Up to date" in text
    assert Correction.objects.count() == 0
