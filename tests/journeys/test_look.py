"""A clinic's owner tries a theme, makes it the clinic's own, and sees the site changed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import PHONE

PALE, GREEN = "#c9d8a1", "#11663f"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><script/><path d="M0 0h120v40H0z"/></svg>'
)


def test_owner_restyles_the_clinic(editor, visitor_of) -> None:
    owner = editor("owner.minnetonka")
    page = owner.page
    page.get_by_role("link", name="Look of the site").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Look of")
    owner.scan()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Try Limfjord")).click()
    expect(opened.value.locator("html")).to_have_attribute("data-theme", "limfjord")
    expect(opened.value.locator(".trial")).to_contain_text("Visitors see it as before")
    opened.value.close()
    visitor = visitor_of("minnetonka", viewport=PHONE)
    visitor.visit("/conditions/sciatica/")
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "lakeside")

    page.get_by_role("button", name="Use Limfjord").click()
    expect(page.locator(".messages .success")).to_contain_text("is shown in “Limfjord” now")
    page.get_by_role("link", name="Make Limfjord your own").click()
    inside = page.frame_locator(".brand__page")
    heading = inside.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    owner.scan()
    page.get_by_label("Headings", exact=True).fill(PALE)
    page.get_by_label("Text in the opening", exact=True).fill("#4a3000")
    expect(heading).to_have_css("color", "rgb(74, 48, 0)")

    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .error")).to_contain_text("Nothing was saved yet")
    page.get_by_role("button", name=re.compile("the nearest that can be read")).click()
    page.get_by_label("Headings", exact=True).fill(GREEN)
    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .success")).to_contain_text("is saved")

    visitor.visit("/conditions/sciatica/")
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "limfjord")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_css("color", "rgb(74, 48, 0)")
    expect(visitor.page.locator("main .block > h2").first).to_have_css("color", "rgb(17, 102, 63)")
    visitor.scan()


def test_owner_gives_the_site_a_logo_and_takes_it_away(editor, visitor_of) -> None:
    owner, visitor = editor("owner.minnetonka"), visitor_of("minnetonka", viewport=PHONE)
    page, logo = owner.page, visitor.page.locator("header .site-header__logo img")
    name = visitor.page.get_by_role("banner").get_by_role("link", name="Lakeside Acupuncture")
    visitor.visit("/conditions/")
    before = logo.get_attribute("src")
    page.get_by_role("link", name="Look of the site").click()
    page.get_by_role("link", name="Make Lakeside your own").click()
    page.get_by_label("Icon in the browser", exact=True).set_input_files(
        {"name": "icon.svg", "mimeType": "image/svg+xml", "buffer": b"An icon, soon to come"}
    )
    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .error")).to_contain_text("This is not a drawing in SVG")
    owner.scan()

    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO}
    )
    page.get_by_label("The name stands in the logo").check()
    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .warning")).to_contain_text("Scripts were removed from the drawing.")
    inside = page.frame_locator(".brand__page").get_by_role("img", name="Lakeside Acupuncture")
    expect(inside).to_be_visible()

    visitor.visit("/conditions/")
    expect(logo).not_to_have_attribute("src", before)
    assert logo.evaluate("logo => [logo.complete, logo.naturalWidth / logo.naturalHeight]") == [True, 3]
    expect(name).to_be_visible()
    expect(visitor.page.locator(".site-header__clinic")).to_have_count(0)
    visitor.scan()

    page.get_by_role("checkbox", name="Remove Logo", exact=True).check()
    page.get_by_role("button", name="Save the look").click()
    expect(page.locator(".messages .success")).to_contain_text("is saved")
    visitor.visit("/conditions/")
    expect(logo).to_have_count(0)
    expect(name).to_contain_text("Lakeside Acupuncture")
