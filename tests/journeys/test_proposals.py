"""A marketer offers the clinic's own text to the library, and a library editor answers."""

from __future__ import annotations

from playwright.sync_api import expect

from cms.editions.models import Proposal
from tests.journeys.people import PHONE

SCIATICA = "/newyork/conditions/sciatica/"
COURSE = "How we plan a course here"
WHY = "Patients everywhere ask how a course is planned."


def test_proposal_is_made_read_and_accepted(editor, visitor_of, network) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    before = visitor.page.locator("article").inner_html()
    propose_course(editor("marketer.newyork"), network)

    library_editor = editor("library-editor")
    library_editor.page.get_by_role("link", name="Proposals (1)").click()
    expect(library_editor.page.get_by_role("heading", name="Waiting for an answer")).to_be_visible()
    library_editor.scan()
    library_editor.page.get_by_role("main").get_by_role("link", name=COURSE).click()
    expect(library_editor.page.locator("ins").first).to_be_visible()
    expect(library_editor.page.locator("main")).to_contain_text(WHY)
    library_editor.scan()
    library_editor.page.get_by_label("Note for clinics").fill("How a course is planned.")
    library_editor.page.get_by_role("button", name="Accept and release").click()
    expect(library_editor.page.locator(".messages .success")).to_contain_text("The library says it now")

    visitor.visit("/conditions/sciatica/")
    assert visitor.page.locator("article").inner_html() == before
    other = visitor_of("minnetonka")
    other.visit("/conditions/sciatica/")
    expect(other.page.locator(".block--course h2")).to_have_text(COURSE)
    blocks = {
        block["heading"]: block for block in network.explain("newyork", "/conditions/sciatica/")["blocks"]
    }
    assert blocks[COURSE]["origin"] == "library"


def test_declined_proposal_tells_the_clinic_why(editor, network) -> None:
    marketer = editor("marketer.newyork")
    propose_course(marketer, network)
    library_editor = editor("library-editor")
    proposal = network.ask(lambda: Proposal.everywhere.get().pk)
    library_editor.page.goto(library_editor.address(f"/editions/proposals/{proposal}/"))
    library_editor.page.get_by_role("button", name="Decline with this reason").click()
    expect(library_editor.page.locator("main")).to_contain_text("Say why, so that the clinic understands")
    library_editor.scan()
    library_editor.page.get_by_label("Reason").fill("Only true of New York.")
    library_editor.page.get_by_role("button", name="Decline with this reason").click()

    marketer.page.goto(marketer.address("/"))
    expect(marketer.page.locator("main")).to_contain_text("Only true of New York.")
    marketer.page.goto(marketer.address("/editions/proposals/own/"))
    expect(marketer.page.locator("main")).to_contain_text("Only true of New York.")
    marketer.scan()


def test_withdrawing_on_a_phone(editor, network) -> None:
    marketer = editor("marketer.newyork")
    propose_course(marketer, network)
    marketer.page.set_viewport_size(PHONE)
    marketer.page.get_by_role("main").get_by_role("link", name=COURSE).click()
    marketer.scan()
    marketer.page.get_by_role("button", name="Withdraw this proposal").click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("withdrawn")
    assert network.ask(lambda: Proposal.everywhere.get().state) == "withdrawn"


def propose_course(marketer, network) -> None:
    """Go from the list of the clinic's own text to the form, and send it."""
    edition = network.page_id(SCIATICA)
    marketer.page.goto(marketer.address(f"/editions/proposals/edition/{edition}/"))
    marketer.scan()
    marketer.page.get_by_role("link", name=f"Propose to the library: {COURSE}").click()
    expect(marketer.page.locator("ins").first).to_be_visible()
    marketer.scan()
    marketer.page.get_by_label("Why the library should have it").fill(WHY)
    marketer.page.get_by_role("button", name="Send to the library").click()
    expect(marketer.page.locator(".messages .success")).to_contain_text("sent to the library")
    marketer.scan()
