"""The browser saves by itself whatever somebody changes, however early, and nothing else."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import expect

from cms.editions.models import Edition

EDITION = "/newyork/conditions/sciatica/"
NERVE = "Where the nerve runs"
POINTS = "Points that are often chosen"
LATE_ANSWERS = """
  const fetchAtOnce = window.fetch;
  window.fetch = async (...request) => {
    const answer = await fetchAtOnce(...request);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return answer;
  };
"""


def test_work_is_saved_by_itself_and_nothing_moves_meanwhile(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    with marketer.autosaved():
        marketer.press(NERVE, "Hide on our page")  # before Wagtail has looked at the form for the first time
    order = marketer.row_names()
    with marketer.autosaved():
        marketer.press(NERVE, "Show again")
    assert marketer.row_names() == order
    with marketer.autosaved():
        marketer.press(NERVE, "Hide on our page")
    marketer.open_page(network.page_id(EDITION))
    expect(marketer.row(NERVE)).to_contain_text("Hidden on our page")
    assert marketer.row_names() == order


def test_change_made_while_a_save_is_under_way_is_saved_as_well(editor, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.open_page(network.page_id(EDITION))
    with marketer.page.expect_request(is_autosave):
        marketer.press(NERVE, "Hide on our page")
    marketer.press(POINTS, "Hide on our page")
    deadline = time.monotonic() + 15
    while network.ask(lambda: kinds(draft())).count("hide") < 2 and time.monotonic() < deadline:
        marketer.page.wait_for_timeout(200)
    assert kinds(network.ask(draft)).count("hide") == 2


def test_page_that_nobody_changed_is_not_saved_and_a_save_stores_nothing(editor, network) -> None:
    marketer = editor("marketer.newyork")
    saved: list[str] = []
    marketer.page.on("request", lambda request: saved.append(request.url) if is_autosave(request) else None)
    before = network.ask(draft)
    marketer.open_page(network.page_id(EDITION))
    marketer.row(NERVE).click(position={"x": 5, "y": 5})
    marketer.page.wait_for_timeout(4_000)
    assert saved == []
    marketer.save_draft()
    assert network.ask(draft) == before


def test_leaving_with_an_early_change_asks_first(editor, network) -> None:
    marketer = editor("marketer.newyork")
    asked: list[str] = []
    marketer.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    marketer.open_page(network.page_id(EDITION))
    marketer.press(NERVE, "Hide on our page")
    marketer.page.goto(marketer.address("/"))
    expect(marketer.page).to_have_title(re.compile("Dashboard"))
    assert asked == ["beforeunload"]


def test_button_pressed_during_an_autosave_waits_for_its_answer(editor, visitor_of, network) -> None:
    marketer = editor("marketer.newyork")
    marketer.page.add_init_script(LATE_ANSWERS)
    marketer.open_page(network.page_id(EDITION))
    with marketer.page.expect_request(is_autosave):
        marketer.press(NERVE, "Write our own version")
    marketer.row(NERVE).locator("[name$='-heading']").first.fill("The longest nerve")
    marketer.page.wait_for_timeout(1_000)  # saved by now, and not yet answered
    marketer.publish()
    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    assert "The longest nerve" in visitor.headings()


def is_autosave(request: Any) -> bool:
    """Whether the browser sends the page to be saved by itself."""
    return request.method == "POST" and request.resource_type == "fetch" and request.url.endswith("/edit/")


def draft() -> tuple[Any, Any, Any]:
    """What the newest version of the page stores: its rows, its fields, and what they rest on."""
    page = Edition.objects.get(url_path=EDITION).get_latest_revision_as_object()
    return list(page.local.get_prep_value()), list(page.fields.get_prep_value()), page.base


def kinds(stored: tuple[Any, Any, Any]) -> list[str]:
    return [row["type"] for row in stored[0]]
