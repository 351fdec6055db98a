"""What a clinic's decisions rest on after a save."""

from __future__ import annotations

from cms.editions.resolving.bases import block_base, field_base, rebase
from cms.editions.resolving.values import Base
from tests.cms.editions.writing import block, entries, library

THEN = library("a", "b", "c", fields={"title": "Then", "summary": "Then."}, revision=1)
NOW = library(block("a", "new a"), "b", "d", fields={"title": "Now", "summary": "Now."}, revision=2)


def test_rebase_notes_what_the_library_says_about_new_decisions():
    base = rebase(Base(), entries("=a -b c +x"), ["title"], THEN, "abc")
    assert base == Base(
        ("a", "b", "c"),
        {"a": block_base(THEN.blocks[0], THEN), "b": block_base(THEN.blocks[1], THEN)},
        {"title": field_base("title", "Then", THEN)},
    )


def test_rebase_keeps_the_base_of_earlier_decisions():
    before = rebase(Base(), entries("=a"), ["title"], THEN, "abc")
    after = rebase(before, entries("=a -b"), ["title", "summary"], NOW, "abd")
    assert after.blocks == {"a": before.blocks["a"], "b": block_base(NOW.blocks[1], NOW)}
    assert after.fields == {"title": before.fields["title"], "summary": field_base("summary", "Now.", NOW)}
    assert after.order == ("a", "b", "d")


def test_rebase_keeps_the_base_of_what_the_library_no_longer_has():
    before = rebase(Base(), entries("=c"), [], THEN, "abc")
    assert rebase(before, entries("=c"), [], NOW, "abd").blocks == before.blocks


def test_rebase_drops_what_follows_the_library_again():
    before = rebase(Base(), entries("=a -b"), ["title"], THEN, "abc")
    assert rebase(before, entries("a"), [], NOW, "abd") == Base(("a", "b", "d"))


def test_rebase_invents_no_base_for_a_block_it_never_saw():
    assert rebase(Base(), entries("=c"), [], NOW, "abd").blocks == {}
