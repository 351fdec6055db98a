"""A library editor makes mistakes, and is told at each field what is wrong; nothing is published."""

from __future__ import annotations

from playwright.sync_api import expect

MISTAKES = [
    ("What the research says", "citations-0-value-doi", "10.1000", "DOI"),
    ("Points that are often chosen", "points-0-value-code", "BL68", "BL67"),
    ("In short", "heading", "Come to {clinik}", "{clinik}"),
    ("Where the nerve runs", "alt", "", "Describe the picture"),
]


def test_mistakes_are_refused_at_their_fields(editor, visitor_of, network) -> None:
    library_editor = editor("library-editor")
    library_editor.open_page(network.page_id("/library-en/sciatica/"))
    made = []
    for block, field, text, message in MISTAKES:
        name = f"{library_editor.row_with('body', 'heading', block)}-{field}"
        made.append((name, text, message))
    for name, text, _ in made:
        library_editor.field(name).fill(text)
    library_editor.publish_in_vain()
    for name, text, message in made:
        expect(library_editor.errors_at(name)).to_contain_text(message)
        expect(library_editor.field(name)).to_have_value(text)

    visitor = visitor_of("newyork")
    visitor.visit("/conditions/sciatica/")
    assert visitor.headings()[0] == "In short"
