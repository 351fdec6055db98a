"""The network looks at what clinics decided, and a clinic acknowledges a correction."""

from __future__ import annotations

from playwright.sync_api import expect

from cms.editions.models import Edition
from cms.editions.oversight.matrix import overview
from tests.journeys.people import PHONE

MATRIX = "/editions/oversight/"


def replaced_part() -> tuple[str, str, int]:
    """Return the title of a page, a block of it that a clinic replaced, and the page's id."""
    for row in overview():
        for edition in Edition.objects.filter(library_key=row.key):
            for one in edition.local.get_prep_value():
                if one["type"] == "replace":
                    return row.title, one["value"]["target"], row.page_id
    raise LookupError


def test_owner_looks_from_the_network_down_to_one_clinic(editor, network) -> None:
    title, target, _page = network.ask(replaced_part)
    owner = editor("network-owner")
    owner.visit(MATRIX)
    row = owner.page.get_by_role("row").filter(has_text=title)
    row.get_by_role("link", name=title).click()
    owner.scan()
    owner.page.locator(f".oversight-table tbody th a[href*='/parts/{target}/']").click()
    owner.scan()
    expect(owner.page.locator(".oversight-decision").first).to_contain_text("Rests on")
    owner.page.locator(".oversight-decision details summary").first.click()
    owner.scan()
    owner.visit(MATRIX + "who/?words=course")
    owner.visit(MATRIX + "?concern=stale&language=da")
    owner.page.set_viewport_size(PHONE)
    owner.visit(MATRIX)
    assert owner.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_clinic_acknowledges_and_the_network_sees_it(editor, network) -> None:
    marketer = editor("marketer.newyork")
    expect(marketer.page.get_by_role("link", name="Read and acknowledge 1 correction")).to_be_visible()
    marketer.scan()
    marketer.page.get_by_role("link", name="Read and acknowledge 1 correction").click()
    marketer.scan()
    marketer.page.get_by_label("Note, if you like").fill("Read by the team.")
    marketer.page.get_by_role("button", name="Acknowledge for").click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("is acknowledged")
    marketer.scan()
    owner = editor("network-owner")
    owner.visit(MATRIX + "corrections/")
    expect(owner.page.get_by_role("row").filter(has_text="swallow")).to_contain_text("2 of 3")
    without_sideways_scrolling(owner)
    owner.page.locator(".oversight-table tbody th a").first.click()
    owner.scan()
    expect(owner.page.get_by_role("row").filter(has_text="Read by the team.")).to_contain_text("Acknowledged")
    expect(owner.page.get_by_role("row").filter(has_text="Lakeside")).to_contain_text("Waiting")
    without_sideways_scrolling(owner)


def without_sideways_scrolling(person) -> None:
    """Scan the screen as it is on a phone, where all of it is read without scrolling sideways."""
    size = person.page.viewport_size
    person.page.set_viewport_size(PHONE)
    for place in ("document.documentElement", "document.querySelector('.oversight-table')"):
        assert person.page.evaluate(f"{place}.scrollWidth <= window.innerWidth")
    person.scan()
    person.page.set_viewport_size(size)
