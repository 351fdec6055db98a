"""Two people of one clinic change the same row of the same page: it is said, and nothing is lost."""

from __future__ import annotations

from playwright.sync_api import expect

EDITION = "/newyork/conditions/sciatica/"
SELF_CARE = "What you can do yourself"


def test_conflict_shows_both_versions_and_keeps_the_chosen_one(editor, network) -> None:
    marketer, owner = editor("marketer.newyork"), editor("owner.newyork")
    page = network.page_id(EDITION)
    for person in (marketer, owner):
        person.open_page(page)
    rewrite(owner, "The owner's heading")
    owner.publish()

    rewrite(marketer, "The marketer's heading")
    save_all_the_same(marketer)
    row = marketer.row(SELF_CARE)
    expect(row).to_contain_text("changed this at")
    expect(row).to_contain_text("Both versions are here: choose which one stays.")
    expect(row.locator(".edition-row__theirs")).to_contain_text("The owner's heading")
    expect(row.locator("[name$='-content-0-value-heading']")).to_have_value("The marketer's heading")
    marketer.scan()
    row.get_by_role("button", name="Keep the version in this form").click()
    marketer.publish()
    blocks = [block["heading"] for block in network.explain("newyork", "/conditions/sciatica/")["blocks"]]
    assert "The marketer's heading" in blocks
    assert "The owner's heading" not in blocks


def save_all_the_same(person) -> None:
    """Press “Save draft”; if Wagtail has noticed the other person by then, its dialog asks first."""
    person.page.get_by_role("button", name="Save draft").click()
    asked = person.page.get_by_role("dialog", name="saved a new version").locator("button.button")
    answered = person.row(SELF_CARE).get_by_text("changed this at")
    expect(asked.or_(answered).first).to_be_visible()
    if asked.is_visible():
        asked.click()


def rewrite(person, heading: str) -> None:
    person.press(SELF_CARE, "Write our own version")
    person.row(SELF_CARE).locator("[name$='-content-0-value-heading']").fill(heading)
