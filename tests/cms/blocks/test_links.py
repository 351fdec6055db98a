from __future__ import annotations

from types import SimpleNamespace

from cms.blocks.links import LinkTarget, PageLinks

PAGES = [SimpleNamespace(pk=1), SimpleNamespace(pk=2), SimpleNamespace(pk=3)]
FIRST, THIRD = LinkTarget("First", "/first/", ""), LinkTarget("Third", "/third/", "")


def test_find_gives_targets_in_the_order_of_the_pages() -> None:
    links = PageLinks()
    links.register(lambda pages: {3: THIRD, 1: FIRST})
    assert links.find(PAGES) == [FIRST, THIRD]
    assert links.find(list(reversed(PAGES))) == [THIRD, FIRST]


def test_find_asks_for_all_pages_at_once() -> None:
    links, asked = PageLinks(), []
    links.register(lambda pages: asked.append(list(pages)) or {})
    assert links.find(PAGES) == []
    assert asked == [PAGES]


def test_find_asks_nothing_for_no_pages() -> None:
    links, asked = PageLinks(), []
    links.register(lambda pages: asked.append(pages) or {})
    assert (links.find([]), asked) == ([], [])


def test_find_without_a_finder_gives_nothing() -> None:
    assert PageLinks().find(PAGES) == []


def test_register_works_as_a_decorator() -> None:
    links = PageLinks()

    @links.register
    def finder(pages):
        return {2: FIRST}

    assert links.find(PAGES) == [FIRST]
    assert finder(PAGES) == {2: FIRST}
