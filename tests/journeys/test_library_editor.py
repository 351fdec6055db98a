"""A library editor changes a shared page, and all clinics have the change at the next request."""

from __future__ import annotations

from playwright.sync_api import expect

from cms.library.models import Release

SCIATICA = "/library-en/sciatica/"
NEWS = "News from the library: this sentence was written during a journey."
ADDRESSES = [
    ("newyork", "/conditions/sciatica/"),
    ("minnetonka", "/conditions/sciatica/"),
    ("aalborg", "/en/conditions/sciatica/"),
]


def test_published_change_reaches_every_clinic_but_not_what_one_replaced(editor, visitor_of, network) -> None:
    library_editor = editor("library-editor")
    library_editor.open_page(network.page_id(SCIATICA))
    in_short = library_editor.row_with("body", "heading", "In short")
    library_editor.write(f"{in_short}-body", NEWS)
    course = library_editor.row_with("body", "heading", "What a course may look like")
    library_editor.field(f"{course}-heading").fill("A course, as the library now describes it")
    library_editor.scan()
    library_editor.page.get_by_role("tab", name="Review").click()
    library_editor.scan()
    library_editor.try_to_publish()
    library_editor.scan()
    choose(library_editor, "Substantive", note="")
    expect(library_editor.page.locator(".error-message")).to_have_text(
        "Tell clinics in a sentence what changed and why. "
    )
    choose(library_editor, "Substantive", note="Shorter summary, new words about the course.")
    expect(library_editor.page.locator(".messages .success")).to_contain_text("released to the clinics")

    courses = []
    for host, path in ADDRESSES:
        visitor = visitor_of(host)
        visitor.visit(path)
        expect(visitor.section("In short")).to_contain_text(NEWS)
        courses.append(visitor.page.locator(".block--course h2").inner_text())
    assert courses == ["How we plan a course here", *["A course, as the library now describes it"] * 2]

    blocks = {block["heading"]: block for block in network.explain("newyork", ADDRESSES[0][1])["blocks"]}
    assert blocks["How we plan a course here"]["origin"] == "replaced"
    assert blocks["How we plan a course here"]["flags"] == ["stale"]
    assert blocks["In short"]["flags"] == []
    assert network.ask(newest_release) == (
        "sciatica",
        "substantive",
        "Shorter summary, new words about the course.",
        "library-editor@meridian.example",
    )


def test_draft_shows_nowhere(editor, visitor_of, network) -> None:
    releases = network.ask(Release.objects.count)
    library_editor = editor("library-editor")
    library_editor.open_page(network.page_id(SCIATICA))
    in_short = library_editor.row_with("body", "heading", "In short")
    library_editor.write(f"{in_short}-body", NEWS)
    library_editor.save_draft()
    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    expect(visitor.section("In short")).not_to_contain_text(NEWS)
    assert network.ask(Release.objects.count) == releases


def test_correction_names_what_it_corrects_and_shows_at_once(editor, visitor_of, network) -> None:
    library_editor = editor("library-editor")
    library_editor.open_page(network.page_id(SCIATICA))
    library_editor.field("summary").fill(NEWS)
    library_editor.try_to_publish()
    choose(library_editor, "Safety", note="A warning was missing.")
    expect(library_editor.page.locator(".error-message")).to_contain_text(
        ["Name at least one part", "Say why the old words"]
    )
    parts = library_editor.page.locator(".correction .library-part")
    expect(parts.first).to_contain_text("Summary")
    expect(parts.first.locator("ins").first).to_be_visible()
    parts.first.get_by_role("checkbox").check()
    library_editor.field("reason").fill("People with a sign of danger waited too long.")
    choose(library_editor, "Safety", note="A warning was missing.")
    expect(library_editor.page.get_by_role("heading", level=1)).to_have_text("Releases of “Sciatica”")
    expect(library_editor.page.locator("tbody tr").first).to_contain_text("Corrected everywhere: Summary")
    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    expect(visitor.page.locator(".lead")).to_have_text(NEWS)


def test_translator_cannot_release(editor, network) -> None:
    translator = editor("translator")
    translator.open_page(network.page_id(SCIATICA))
    expect(translator.page.locator("button[name='action-publish']")).to_have_count(0)


def choose(editor, release_class: str, *, note: str) -> None:
    """Answer the questions of a release, send them and scan what comes."""
    editor.expected_errors.add(400)  # the answer to what is missing
    editor.page.get_by_role("radio", name=release_class).check()
    editor.field("note").fill(note)
    with editor.page.expect_navigation():
        editor.page.get_by_role("button", name="Publish and release").click()
    editor.scan()


def newest_release() -> tuple[str, str, str, str]:
    release = Release.objects.select_related("page", "user").first()
    return release.page.slug, release.release_class, release.note, release.user.email
