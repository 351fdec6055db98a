"""A library editor tries a release out, sends it through rings and takes it back; a clinic reviews first."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from cms.clinics.models import Clinic
from cms.editions.rollout.actions import add_ring, move_clinic, review_first
from cms.library.actions import release
from cms.library.models import LibraryPage, Release
from tests.journeys.people import PHONE

SCIATICA = "/library-en/sciatica/"
EDITION = "/newyork/conditions/sciatica/"
PATH = "/conditions/sciatica/"
NEWS = "News from the library: this sentence was written during a journey."


def put_newyork_into_a_late_ring() -> None:
    move_clinic(Clinic.objects.get(slug="newyork"), add_ring("Late", delay_hours=48))


def release_news() -> int:
    """Publish the library page with another summary and return the number of the release."""
    page = LibraryPage.objects.get(url_path=SCIATICA)
    page.summary = NEWS
    note = {"release_class": "substantive", "note": "A new summary."}
    return release(page, user=None, **note).pk


def newest_release() -> int:
    return Release.objects.first().pk


def both_widths(person) -> None:
    """Scan the screen as on a desk and as on a telephone, where nothing may stick out."""
    person.scan()
    width = person.page.viewport_size
    person.page.set_viewport_size(PHONE)
    person.scan()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    person.page.set_viewport_size(width)


@pytest.fixture
def go(network):
    """Open a screen of the admin and scan it."""

    def open_screen(person, path: str) -> None:
        person.page.goto(person.address(path))
        both_widths(person)

    return open_screen


def test_library_editor_dry_runs_releases_ring_by_ring_and_rolls_back(
    editor, visitor_of, network, go
) -> None:
    network.ask(put_newyork_into_a_late_ring)
    person = editor("library-editor")
    person.open_page(network.page_id(SCIATICA))
    person.field("summary").fill(NEWS)
    person.save_draft()
    person.page.get_by_role("navigation", name="Actions (footer)").get_by_role(
        "button", name="More actions"
    ).click()
    person.page.get_by_role("link", name="Dry run of the saved draft").click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Dry run of “Sciatica”")
    expect(person.page.locator(".rollout__counts")).to_contain_text("clinics are reached")
    sample = person.page.frame_locator("iframe[title*='after the release']").first
    expect(sample.get_by_text(NEWS)).to_be_visible()
    both_widths(person)

    person.page.goto(person.address(f"/library/releases/{network.page_id(SCIATICA)}/new/"))
    person.page.get_by_label("Substantive").check()
    person.field("note").fill("A new summary.")
    person.field("in_rings").check()
    person.page.get_by_role("button", name="Publish and release").click()
    expect(person.page.locator(".messages .success")).to_contain_text("released to the clinics")
    late, at_once = visitor_of("newyork"), visitor_of("minnetonka")
    late.visit(PATH)
    expect(late.page.locator(".lead")).not_to_contain_text(NEWS)
    at_once.visit(PATH)
    expect(at_once.page.locator(".lead")).to_contain_text(NEWS)

    go(person, "/library/releases/")
    expect(person.page.get_by_role("link", name=re.compile("^Rings of Sciatica")).first).to_have_text(
        re.compile("Late: ")
    )
    go(person, f"/editions/rollout/releases/{network.ask(newest_release)}/")
    person.page.get_by_role("button", name="Start now in Late").click()
    expect(person.page.locator(".messages .success")).to_contain_text("Late shows this release now.")
    late.visit(PATH)
    expect(late.page.locator(".lead")).to_contain_text(NEWS)

    ring = person.page.locator(".rollout__ring", has_text="Everyone")
    ring.get_by_label("Why the release is taken back").fill("A mistake in the summary.")
    ring.get_by_role("button", name="Roll back in Everyone").click()
    expect(person.page.locator(".messages .success")).to_contain_text("rolled back in Everyone")
    both_widths(person)
    at_once.visit(PATH)
    expect(at_once.page.locator(".lead")).not_to_contain_text(NEWS)
    late.visit(PATH)
    expect(late.page.locator(".lead")).to_contain_text(NEWS)


def test_clinic_reviews_first_accepts_and_goes_back(editor, visitor_of, network, go) -> None:
    marketer = editor("marketer.newyork")
    marketer.page.get_by_role("link", name="Releases we show").click()
    marketer.page.get_by_label("Review each release first").check()
    marketer.page.get_by_role("button", name="Save").click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("You review releases first")
    network.ask(release_news)
    visitor = visitor_of("newyork")
    visitor.visit(PATH)
    expect(visitor.page.locator(".lead")).not_to_contain_text(NEWS)

    marketer.page.reload()
    both_widths(marketer)
    marketer.page.get_by_role("link", name="1 release of Sciatica (English) to review").click()
    expect(marketer.page.locator(".rollout__ring").first).to_contain_text("A new summary.")
    both_widths(marketer)
    marketer.page.get_by_role("button", name=re.compile("Accept the release")).click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("Accepted")
    visitor.visit(PATH)
    expect(visitor.page.locator(".lead")).to_contain_text(NEWS)
    marketer.page.get_by_role("button", name=re.compile("Go back to the release")).first.click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("has gone back")
    visitor.visit(PATH)
    expect(visitor.page.locator(".lead")).not_to_contain_text(NEWS)


def test_owner_orders_rings(editor, network, go) -> None:
    owner = editor("network-owner")
    go(owner, "/editions/rollout/rings/add/")
    owner.field("name").fill("Pilots")
    owner.page.get_by_label("Lakeside Acupuncture").check()
    owner.page.get_by_role("button", name="Save").click()
    expect(owner.page.locator(".messages .success")).to_contain_text("The ring “Pilots” is there.")
    both_widths(owner)
    owner.page.get_by_role("button", name="Move Pilots up").click()
    expect(owner.page.locator("tbody tr").first).to_contain_text("Pilots")
    owner.page.get_by_role("link", name="Pilots").click()
    both_widths(owner)
    owner.page.get_by_role("link", name="Delete this ring").click()
    expect(owner.page.get_by_text("Lakeside Acupuncture")).to_be_visible()
    both_widths(owner)
    owner.page.get_by_role("button", name="Delete the ring").click()
    expect(owner.page.locator(".messages .success")).to_contain_text("is deleted")
    go(owner, "/editions/rollout/clinics/")


def test_held_page_says_so_to_its_clinic(editor, network, go) -> None:
    network.ask(lambda: review_first(Clinic.objects.get(slug="newyork")))
    marketer = editor("marketer.newyork")
    go(marketer, f"/editions/rollout/editions/{network.page_id(EDITION)}/")
    expect(marketer.page.get_by_text("The page is held")).to_be_visible()
