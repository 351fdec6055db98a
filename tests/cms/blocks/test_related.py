from __future__ import annotations

import re

import pytest

from cms.blocks.links import LinkTarget, page_links
from cms.blocks.related import RelatedBlock
from cms.library.models import LibraryPage
from cms.testing.network import make_library_page, make_root


@pytest.fixture
def pages(db: None) -> list[LibraryPage]:
    """Two library pages."""
    make_root()
    return [
        make_library_page([], title="Sciatica", slug="sciatica"),
        make_library_page([], title="Ear acupuncture", slug="ear-acupuncture"),
    ]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[int, LinkTarget]:
    """The targets that the present site has, by page id; tests fill it."""
    targets: dict[int, LinkTarget] = {}
    monkeypatch.setattr(page_links, "_finder", lambda pages: targets)
    return targets


def stored(*pages: LibraryPage) -> dict[str, object]:
    return {"heading": "Read more", "pages": [page.pk for page in pages]}


def test_related_renders_the_targets_in_the_order_of_the_pages(pages, shown) -> None:
    shown.update(
        {page.pk: LinkTarget(f"{page.title} here", f"/{page.slug}/", f"On {page.title}") for page in pages}
    )
    block = RelatedBlock()
    html = block.render(block.to_python(stored(pages[1], pages[0])))
    assert re.findall(r'<a[^>]* href="([^"]+)"[^>]*>([^<]+)</a>', html) == [
        ("/ear-acupuncture/", "Ear acupuncture here"),
        ("/sciatica/", "Sciatica here"),
    ]
    assert "On Sciatica" in html


def test_related_leaves_out_a_page_without_a_target_here(pages, shown) -> None:
    shown[pages[0].pk] = LinkTarget("Sciatica", "/sciatica/", "")
    block = RelatedBlock()
    html = block.render(block.to_python(stored(*pages)))
    assert re.findall(r'href="([^"]+)"', html) == ["/sciatica/"]


def test_related_renders_nothing_without_any_target(pages, shown) -> None:
    block = RelatedBlock()
    assert block.render(block.to_python(stored(*pages))) == ""


def test_related_survives_a_page_that_was_deleted(pages, shown) -> None:
    value = stored(*pages)
    shown[pages[1].pk] = LinkTarget("Ear acupuncture", "/ear/", "")
    pages[0].delete()
    block = RelatedBlock()
    assert re.findall(r'href="([^"]+)"', block.render(block.to_python(value))) == ["/ear/"]


def test_related_without_pages_is_refused_at_the_field(refusals, db: None) -> None:
    assert refusals(RelatedBlock(), stored()) == {"pages": ["The minimum number of items is 1"]}


def test_related_with_an_empty_choice_is_refused_at_the_item(refusals, pages) -> None:
    assert refusals(RelatedBlock(), {"heading": "More", "pages": [pages[0].pk, None]}) == {
        "pages.1": ["This field is required."]
    }


def test_related_offers_library_pages_only() -> None:
    assert RelatedBlock().child_blocks["pages"].child_block.target_models == [LibraryPage]


def test_related_preview_shows_samples() -> None:
    block = RelatedBlock()
    value = block.get_preview_value()
    assert "Sciatica" in block.render(value, block.get_preview_context(value, {}))
