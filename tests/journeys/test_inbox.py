"""A clinic clears an inbox of twenty-one updates: many at once, some one by one, one of them taken back."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from cms.clinics.models import Clinic
from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.editions.updates.queries import waiting
from cms.library.actions import release
from cms.library.models import LibraryPage
from cms.onboarding.actions import open_edition
from cms.pages.models import SectionIndex
from cms.testing.network import block_id, make_library_page, text_block
from tests.journeys.people import DESKTOP, PHONE

CLINIC = "newyork"


def words(number: int) -> str:
    return f"Most people feel better within {number} weeks. Keep moving as far as you can."


def mended(number: int) -> str:
    return f"Most people feel better within {number} to {number + 2} weeks. Keep moving as far as you can."


def ours(number: int) -> str:
    return words(number) + f" Ask us about exercise number {number}."


def leave_updates() -> None:
    """Let New York decide about two pages, and the library change all of it by real releases.

    Twenty updates, beside the one that the demo leaves.
    """
    section = SectionIndex.objects.get(url_path=f"/{CLINIC}/conditions/")
    knee = _followed(section, "Knee pain", "knee-pain", [ours(number) for number in range(1, 10)], hidden=())
    wrist = _followed(
        section, "Wrist pain", "wrist-pain", [ours(number) for number in range(1, 8)], hidden=(8,)
    )
    # Eight of nine fit together, one meets our words; the tenth is gone.
    _release(knee, {number: mended(number) for number in range(1, 9)} | {9: "Rest for 9 days."}, gone=(10,))
    _release(
        wrist,
        {number: mended(number) for number in (1, 2, 3, 4, 5, 6, 8, 9)} | {"summary": "New in the library."},
    )
    _release(wrist, {7: "Do not exercise with a fever. " + words(7)}, corrected=(block_id(7),))
    # A decision from a time in which nobody noted what the library said.
    edition = Edition.objects.get(library_key=wrist.translation_key)
    bases = {key: base for key, base in edition.base["blocks"].items() if key != block_id(6)}
    edition.base = {**edition.base, "blocks": bases}
    edition.save()


def _followed(
    section: SectionIndex, title: str, slug: str, versions: list[str], hidden: tuple[int, ...]
) -> LibraryPage:
    blocks = [text_block(number, words(number), heading=f"{title}, part {number}") for number in range(1, 11)]
    page = make_library_page(blocks, title=title, slug=slug)
    edition = open_edition(section, page)
    headings = {number: f"{title}, part {number}" for number in range(1, 11)}
    mine = [text_block(number, said, heading=headings[number]) for number, said in enumerate(versions, 1)]
    if slug == "knee-pain":
        mine[8] = text_block(9, "Rest for a week at most.", heading=headings[9])
        mine.append(text_block(10, "Call our front desk.", heading=headings[10]))
    else:
        mine[6] = text_block(7, "Exercise every day, whatever happens.", heading=headings[7])
        mine.append(text_block(9, ours(9), heading=headings[9]))
    decide(
        Edition.objects.get(pk=edition.pk),
        replaced=mine,
        hidden=[block_id(number) for number in hidden],
        fields={"summary": "Our own summary."} if slug == "wrist-pain" else {},
    )
    return page


def _release(
    page: LibraryPage, said: dict[Any, str], gone: tuple[int, ...] = (), corrected: tuple[str, ...] = ()
) -> None:
    page = LibraryPage.objects.get(pk=page.pk)
    rows = []
    for raw in page.body.get_prep_value():
        number = int(raw["id"][:8])
        if number in said:
            raw = {**raw, "value": {**raw["value"], "body": f"<p>{said[number]}</p>"}}
        if number not in gone:
            rows.append(raw)
    page.body = json.dumps(rows)
    page.summary = said.get("summary", page.summary)
    safety = {
        "corrected": corrected,
        "reason": "A warning was missing.",
        "deadline": timezone.localdate() + datetime.timedelta(days=9),
    }
    release(
        page,
        release_class="safety" if corrected else "editorial",
        note="Says more exactly how long it takes.",
        user=None,
        **(safety if corrected else {}),
    )


def left() -> list[tuple[str, str]]:
    return [(item.title, item.target) for item in waiting(Clinic.objects.get(slug=CLINIC))]


def scan_everywhere(person: Any) -> None:
    """Scan the screen as it is on a desktop and on a phone."""
    for size in (PHONE, DESKTOP):
        person.page.set_viewport_size(size)
        overflow = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{person.page.url} is {overflow} px too wide for {size}"
        person.scan()


def test_marketer_clears_an_inbox_of_twenty_one_updates(editor, network):
    network.ask(leave_updates)
    assert len(network.ask(left)) == 21
    marketer = editor("marketer.newyork")
    page = marketer.page

    page.get_by_role("link", name=re.compile("21 updates wait for")).click()
    expect(page.get_by_text("21 updates wait for a decision.")).to_be_visible()
    scan_everywhere(marketer)

    # Many at once: what fits together is taken, the rest is said.
    page.get_by_label("Select all on this list").check()
    page.get_by_role("button", name="Take both where they fit").click()
    expect(page.locator(".messages")).to_contain_text("Took both changes together for 15 updates.")
    expect(page.locator(".messages")).to_contain_text("Choose whose words to take first.")
    expect(page.get_by_text("6 updates wait for a decision.")).to_be_visible()
    scan_everywhere(marketer)

    # One by one: words that both changed.
    page.get_by_role("link", name="Knee pain, part 9 (Text)").click()
    scan_everywhere(marketer)
    page.get_by_role("button", name="Take both together").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose whose words to take first.")
    page.get_by_role("radio", name=re.compile("^The library's:")).check()
    page.get_by_role("button", name="Take both together").click()
    expect(page.locator(".messages")).to_contain_text("Took both changes together: Knee pain, part 9 (Text).")

    # The next one is shown: the library has removed it.
    expect(page.get_by_text("The library has removed this.").first).to_be_visible()
    scan_everywhere(marketer)
    page.get_by_role("button", name="Keep our version").click()

    # A field: taken from the library, taken back, and decided again.
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Summary").click()
    expect(page.get_by_role("heading", name=re.compile("^Summary"))).to_be_visible()
    page.get_by_role("button", name="Take the library's version").click()
    expect(page.locator(".messages")).to_contain_text("Took the library's version: Summary.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messages")).to_contain_text("1 answer was taken back.")
    page.get_by_role("link", name="Summary").click()
    page.get_by_role("button", name="Take the library's version").click()

    # What nobody can compare says so; it is written anew.
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Wrist pain, part 6 (Text)").click()
    expect(page.get_by_text("we cannot tell whether it has changed")).to_be_visible()
    page.get_by_role("link", name="Write a new version").click()
    scan_everywhere(marketer)
    page.get_by_role("textbox", name="Heading").fill("Wrist pain, our part")
    page.get_by_role("button", name="Save and publish this version").click()
    expect(page.locator(".messages")).to_contain_text("Wrote a new version")

    # A safety correction: our own words only with a reason.
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Wrist pain, part 7 (Text)").click()
    scan_everywhere(marketer)
    page.get_by_role("button", name="Keep our version").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why.")
    page.get_by_label("Why (needed if your own words are to show again)").fill(
        "Our doctor wrote it with them."
    )
    page.get_by_role("button", name="Keep our version").click()

    # The last one, a hidden block.
    page.get_by_role("button", name="Keep it hidden").click()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    expect(page.get_by_text("pages with changes of your own")).to_be_visible()
    scan_everywhere(marketer)
    assert network.ask(left) == []

    page.get_by_role("link", name="See the answers given so far").click()
    expect(page.locator(".updates-log")).to_contain_text("Our doctor wrote it with them.")
    scan_everywhere(marketer)
