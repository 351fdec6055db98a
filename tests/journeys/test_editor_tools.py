"""What the page editor offers beside writing: the mouse, comparison, undo, the labelled preview."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.journeys.people import PHONE

EDITION = "/newyork/conditions/sciatica/"
NERVE = "Where the nerve runs"
OURS = "How we plan a course here"
THEIRS = "What a course may look like"


def test_row_is_dragged_with_the_mouse(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    order = marketer.row_names()
    place = next(index for index, name in enumerate(order) if name.startswith(NERVE))
    neighbour = order[place - 1].split(" · ")[0]
    handle = marketer.row(NERVE).locator("[data-streamfield-action='DRAG']").first
    marketer.row(neighbour).scroll_into_view_if_needed()
    with marketer.autosaved():
        drag(marketer, handle, marketer.row(neighbour))
        expect(marketer.said()).to_contain_text(f"{NERVE} now stands at place 2 of")
    marketer.open_page(network.page_id(EDITION))
    moved = [*order[: place - 1], order[place], order[place - 1], *order[place + 1 :]]
    assert marketer.row_names() == moved


def test_two_versions_are_compared_in_words(editor, network) -> None:
    marketer = editor("marketer.newyork")
    page = network.page_id(EDITION)
    marketer.open_page(page)
    marketer.press(NERVE, "Hide on our page")
    marketer.save_draft()
    marketer.visit(f"/pages/{page}/revisions/compare/live...latest/")
    comparison = marketer.page.locator(".comparison__child-object").filter(has_text=NERVE)
    expect(comparison.locator(".addition")).to_contain_text("Hidden")


def test_way_back_is_undone_after_the_browser_saved_it(editor, network) -> None:
    marketer = editor("marketer.newyork")
    before = course(network)
    marketer.open_page(network.page_id(EDITION))
    with marketer.autosaved():
        marketer.press(THEIRS, "Back to the library’s version")
    with marketer.autosaved():
        marketer.press(THEIRS, "Undo")
        expect(marketer.row(THEIRS).locator("[name$='-heading']").first).to_have_value(OURS)
    marketer.publish()
    assert course(network) == before


def test_labelled_preview_works_on_a_phone(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.page.set_viewport_size(PHONE)
    marketer.open_page(network.page_id(EDITION))
    preview = marketer.preview()
    expect(preview.get_by_role("heading", name=OURS)).to_be_attached(timeout=15_000)
    marketer.page.get_by_label("Preview mode").select_option(label="Where each part comes from")
    label = preview.locator("section.block").filter(has_text=OURS).locator(".origin__words").first
    expect(label).to_contain_text("Our version", timeout=15_000)
    root = preview.locator("html")
    assert root.evaluate("element => element.scrollWidth <= element.clientWidth")
    marketer.scan()


def drag(person, handle: Locator, target: Locator) -> None:
    """Take the handle with the mouse and let it go at the upper edge of the target."""
    start, end = handle.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    mouse = person.page.mouse
    mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(start["x"], end["y"] + 40, steps=12)
    mouse.move(start["x"], end["y"] + 10, steps=6)
    mouse.up()


def course(network) -> dict[str, object]:
    """Return how the clinic's own version of the course stands, with what it rests on."""
    blocks = network.explain("newyork", "/conditions/sciatica/")["blocks"]
    return next(block for block in blocks if block["heading"] == OURS)
