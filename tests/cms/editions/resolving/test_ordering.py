"""Where blocks stand: the library's order, the clinic's order, and what happens when anchors go."""

from __future__ import annotations

import pytest

from cms.blocks.policies import Policy
from cms.editions.resolving.ordering import group, is_moved, page_order
from cms.editions.resolving.values import Add, Base, Replace
from tests.cms.editions.writing import block, entries, library


def order(text: str, local: str, base: str) -> str:
    """Return the order of what stands on the page, for open library blocks of one-letter ids."""
    found = entries(local)
    standing = {*text.split(), *(one.id for one in found if isinstance(one, Add | Replace))}
    whole = page_order(library(*text.split()), found, Base(tuple(base.split())))
    return " ".join(key for key in whole if key in standing)


@pytest.mark.parametrize(
    ("local", "base", "moved"),
    [
        ("", "a b c", False),
        ("a +x c", "a b c", False),
        ("-a =c", "a b c", False),
        ("c a", "a b c", True),
        ("=c -a", "a b c", True),
        ("c new a", "a b c", True),
        ("new a other c", "a b c", False),
        ("c a", "", False),
    ],
)
def test_is_moved_compares_with_the_base(local, base, moved):
    assert is_moved(entries(local), base.split()) is moved


def test_page_order_follows_the_library_if_nothing_moved():
    assert order("c b a", "a +x c +y", "a b c") == "c y b a x"


def test_page_order_puts_blocks_without_anchor_at_the_top():
    assert order("a b", "+x +y a", "a b") == "x y a b"


def test_page_order_keeps_added_blocks_behind_the_anchor_when_the_library_adds_there():
    assert order("a n b", "a +x", "a b") == "a x n b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b d", "a b x d"),
        ("a d", "a x d"),
        ("d", "x d"),
        ("n d", "x n d"),
        ("b a d", "b x a d"),
    ],
)
def test_page_order_finds_the_nearest_anchor_that_still_exists(text, expected):
    assert order(text, "c +x", "a b c d") == expected


def test_page_order_looks_in_the_base_before_a_farther_entry():
    assert order("a b d", "=a c +x", "a b c d") == "a b x d"


def test_page_order_falls_back_on_the_entries_if_the_base_does_not_know_the_anchor():
    assert order("a b", "a gone +x", "a b") == "a x b"


@pytest.mark.parametrize(("text", "expected"), [("a c", "a b x c"), ("c", "b x c"), ("c a", "c a b x")])
def test_page_order_keeps_an_orphan_and_what_stands_behind_it_together(text, expected):
    assert order(text, "=b +x", "a b c") == expected


def test_page_order_keeps_the_order_among_what_falls_back_on_one_anchor():
    assert order("a", "+t =b +x c +y =d", "a b c d") == "t a b x y d"


def test_page_order_has_a_place_for_blocks_that_are_gone():
    text = library("a", "b")
    assert page_order(text, entries("a gone -lost b"), Base()) == ("a", "gone", "lost", "b")


def test_page_order_takes_a_returning_orphan_home():
    assert order("a c b", "=b +x", "a b c") == "a c b x"


def test_page_order_follows_the_clinic_if_it_moved_blocks():
    assert order("a b c", "c a b", "a b c") == "c a b"
    assert order("b c a", "c a b", "a b c") == "c a b"


def test_page_order_puts_a_new_library_block_behind_its_predecessor():
    assert order("a n m b c", "c a +x b", "a b c") == "c a x n m b"


def test_page_order_puts_a_new_first_block_at_the_top():
    assert order("n a b c", "+x c a b", "a b c") == "x n c a b"


def test_page_order_leaves_what_stood_behind_a_gone_moved_block_in_place():
    assert order("a b", "c +x a b", "a b c") == "x a b"
    assert order("a b", "b =c +x a", "a b c") == "b c x a"


def test_page_order_fixes_blocks_that_may_not_move():
    text = library("a", block("k", policy=Policy.LOCKED), "b")
    assert page_order(text, entries("k +x b a"), Base(("a", "k", "b"))) == ("b", "a", "k", "x")


def test_page_order_leaves_gone_blocks_where_they_stood_when_a_fixed_neighbour_goes():
    text = library("b", "a", block("k", policy=Policy.LOCKED))
    assert page_order(text, entries("b k =o +x a"), Base(("a", "k", "o", "b"))) == ("b", "o", "x", "a", "k")


def test_group_hangs_an_added_block_on_the_fixed_block_before_it():
    groups = group(["a", "k"], entries("a k gone +x"), fixed={"k"})
    assert groups.attached == {"": [], "a": ["gone"], "k": ["x"]}
