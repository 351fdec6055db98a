"""New York's marketer changes a library page for the clinic, and trusts what the editor shows."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import PHONE

EDITION = "/newyork/conditions/sciatica/"
PATH = "/conditions/sciatica/"
OURS = "How we plan a course here"
THEIRS = "What a course may look like"


def test_blocks_are_replaced_hidden_added_and_moved(editor, visitor_of, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    marketer.press("What you can do yourself", "Write our own version")
    heading = marketer.row("What you can do yourself").locator("[name$='-heading']").first
    expect(heading).to_be_focused()
    expect(heading).to_have_value("What you can do yourself")
    heading.fill("What New Yorkers can do")
    marketer.press("Before your first visit", "Hide on our page")
    expect(marketer.row("Before your first visit")).to_contain_text("Hidden on our page")
    marketer.press("What happens in a session", "Add our own block after this")
    marketer.page.get_by_role("option", name="Text", exact=True).click()
    added = marketer.page.locator(".edition-row[data-kind=add] [name$='-content-0-value-heading']").first
    expect(added).to_be_focused()
    added.fill("Quiet rooms")
    marketer.write(str(added.get_attribute("name")).replace("-heading", "-body"), "Every room has a door.")
    marketer.row("Points that are often chosen").get_by_role("button", name=re.compile("^Move up")).click()
    marketer.scan()
    marketer.publish()

    visitor = visitor_of("newyork")
    before = network.explain("newyork", PATH)
    visitor.visit(PATH)
    headings = visitor.headings()
    assert "What New Yorkers can do" in headings
    assert headings.index("Quiet rooms") == headings.index("What happens in a session") + 1
    assert headings.index("Points that are often chosen") < headings.index("What the research says")
    assert "Before your first visit" in [block["heading"] for block in before["hidden"]]


def test_version_goes_back_to_the_librarys_and_the_words_come_back(editor, visitor_of, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    marketer.press(THEIRS, "Back to the library’s version")
    undo = marketer.row(THEIRS).get_by_role("button", name=re.compile("^Undo"))
    expect(undo).to_be_focused()
    expect(marketer.row(THEIRS)).to_contain_text("From the library, English, reviewed")
    undo.click()
    expect(marketer.row(THEIRS).locator("[name$='-heading']").first).to_have_value(OURS)
    marketer.press(THEIRS, "Back to the library’s version")
    marketer.publish()

    visitor = visitor_of("newyork")
    visitor.visit(PATH)
    assert THEIRS in visitor.headings()
    assert OURS not in visitor.headings()


def test_page_is_changed_with_the_keyboard_alone(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    keys = marketer.page.keyboard
    hide = marketer.row("Where the nerve runs").get_by_role("button", name=re.compile("^Hide"))
    hide.focus()
    keys.press("Enter")
    show = marketer.row("Where the nerve runs").get_by_role("button", name=re.compile("^Show again"))
    expect(show).to_be_focused()
    expect(marketer.said()).to_contain_text("Where the nerve runs is hidden on your page.")
    keys.press("Enter")
    write = marketer.row("Where the nerve runs").get_by_role("button", name=re.compile("^Write our own"))
    expect(write).to_be_focused()
    keys.press("Enter")
    heading = marketer.row("Where the nerve runs").locator("[name$='-heading']").first
    expect(heading).to_be_focused()
    down = marketer.row("Where the nerve runs").get_by_role("button", name=re.compile("^Move down")).first
    down.focus()
    keys.press("Enter")
    expect(down).to_be_focused()
    expect(marketer.said()).to_contain_text("now stands at place")


def test_locked_block_offers_only_to_add_after_it(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    row = marketer.row("When to get medical help")
    expect(row).to_contain_text("The library shows this block in its own words on every clinic's page.")
    assert [
        name.split(":")[0].strip() for name in row.locator(".edition-row__actions button").all_inner_texts()
    ] == ["Add our own block after this"]
    expect(row.locator("[data-streamfield-action]")).to_have_count(0)


def test_field_is_written_and_given_back(editor, visitor_of, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    marketer.press("Title", "Write our own")
    title = marketer.row("Title").locator("input[name$='-value']")
    expect(title).to_have_value("Sciatica")
    title.fill("Leg pain")
    marketer.publish()
    visitor = visitor_of("newyork")
    visitor.visit(PATH)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Leg pain")


def test_preview_shows_the_effective_page_and_where_it_comes_from(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    # Wagtail forgets a mode that is chosen while it brings the preview up to date.
    with marketer.autosaved():
        marketer.press("Where the nerve runs", "Hide on our page")
    preview = marketer.preview()
    expect(preview.get_by_role("heading", name="When to get medical help")).to_be_attached(timeout=15_000)
    expect(preview.get_by_role("heading", name="Where the nerve runs")).to_have_count(0)
    expect(preview.get_by_role("banner")).to_contain_text("Hudson Acupuncture")
    marketer.page.get_by_label("Preview mode").select_option(label="Where each part comes from")
    label = preview.locator("section.block").filter(has_text=OURS).locator(".origin__words").first
    expect(label).to_contain_text("Our version", timeout=15_000)


def test_editor_works_on_a_phone(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.page.set_viewport_size(PHONE)
    marketer.open_page(network.page_id(EDITION))
    marketer.press("Where the nerve runs", "Hide on our page")
    expect(marketer.row("Where the nerve runs")).to_contain_text("Hidden on our page")
    assert marketer.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    marketer.scan()
