"""Minnetonka's marketer takes a page off the site and opens an edition of a library page."""

from __future__ import annotations

from playwright.sync_api import expect

from cms.editions.models import Edition

SCIATICA = "/minnetonka/conditions/sciatica/"


def test_unpublished_edition_is_gone_from_the_site(editor, visitor_of, network) -> None:
    marketer = editor("marketer.minnetonka")
    marketer.visit(f"/pages/{network.page_id(SCIATICA)}/unpublish/")
    marketer.page.get_by_role("button", name="Yes, unpublish it").click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("unpublished")
    visitor = visitor_of("minnetonka")
    visitor.visit("/conditions/sciatica/", status=404)
    visitor.visit("/conditions/")
    expect(visitor.page.locator(".card")).to_have_count(0)


def test_new_edition_takes_title_and_address_from_the_library(editor, visitor_of, network) -> None:
    marketer = editor("marketer.minnetonka")
    marketer.visit(f"/pages/{network.page_id(SCIATICA)}/delete/")
    marketer.page.get_by_role("button", name="Yes, delete it").click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("deleted")
    marketer.visit(new_edition_in(network, "/minnetonka/conditions/"))
    assert library_pages_on_offer(marketer) == ["Sciatica"]
    marketer.field("library_key").select_option(label="Sciatica")
    marketer.page.wait_for_url("**/edit/")
    expect(marketer.row("Points that are often chosen")).to_contain_text("From the library")
    marketer.publish()

    visitor = visitor_of("minnetonka")
    visitor.visit("/conditions/sciatica/")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sciatica")
    assert "Points that are often chosen" in visitor.headings()
    assert network.ask(lambda: title_and_slug(SCIATICA)) == ("Sciatica", "sciatica")


def test_library_page_that_the_clinic_has_is_not_offered_again(editor, network) -> None:
    marketer = editor("marketer.minnetonka")
    marketer.visit(new_edition_in(network, "/minnetonka/treatments/"))
    assert library_pages_on_offer(marketer) == []


def new_edition_in(network, section: str) -> str:
    return f"/pages/add/editions/edition/{network.page_id(section)}/"


def library_pages_on_offer(marketer) -> list[str]:
    options = marketer.field("library_key").locator("option:not([value=''])")
    return [text.strip() for text in options.all_text_contents()]


def title_and_slug(url_path: str) -> tuple[str, str]:
    return Edition.objects.values_list("title", "slug").get(url_path=url_path)
