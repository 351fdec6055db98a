"""Corrections on values: which text lends a part, where it stands, and what becomes of older decisions."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from cms.blocks.policies import Policy
from cms.editions.resolving import reasons
from cms.editions.resolving.bases import decided_again, rebase
from cms.editions.resolving.corrections import correct, including, outdated
from cms.editions.resolving.resolver import resolve
from cms.editions.resolving.values import Base, Correction, Flag, LocalLayer, Origin
from tests.cms.editions.writing import block, entries, ids, layer, library, says

ENGLISH, DANISH = 1, 2
ABC = library("a", "b", "c")


def made(number, target="b", language="en", *, page=ENGLISH):
    return Correction(number, target, language, language == "en", page_id=page, release=number)


def page_of(text, page_id, corrections=(), **more):
    return including(replace(text, page_id=page_id), corrections, **more)


def texts(corrections, *, source_base=None, english=("a", "b", "c")):
    """Return a live English text and its Danish translation."""
    danish = library(*(block(key, f"dansk {key}") for key in "abc"), language="da")
    return (
        page_of(library(*english), ENGLISH, corrections),
        page_of(danish, DANISH, corrections, source_base=source_base),
    )


class TestIncluding:
    def test_live_source_heeds_all_that_was_made_on_it(self):
        assert page_of(ABC, ENGLISH, [made(3), made(5)]).includes == {"b": 5}

    def test_earlier_release_heeds_what_was_made_until_then(self):
        corrections = [made(3), made(5), made(4, "a")]
        assert page_of(ABC, ENGLISH, corrections, release=4).includes == {"b": 3, "a": 4}

    def test_translation_heeds_what_it_was_translated_from(self):
        corrections = [made(3), made(5), made(4, "a")]
        known = {"b": {"correction": 3}, "a": {"correction": 4}, "c": {}}
        _, danish = texts(corrections, source_base=known)
        assert danish.includes == {"b": 3, "a": 4}
        assert outdated(danish, corrections) == ("b",)

    def test_translation_heeds_its_own_unless_it_missed_an_earlier_one(self):
        corrections = [made(3), made(5, language="da", page=DANISH)]
        assert texts(corrections)[1].includes == {}
        assert texts(corrections, source_base={"b": {"correction": 3}})[1].includes == {"b": 5}

    def test_other_languages_do_not_concern_a_text(self):
        corrections = [made(5, language="da", page=DANISH)]
        english, danish = texts(corrections)
        assert (english.includes, danish.includes) == ({}, {"b": 5})
        assert outdated(english, corrections) == ()

    @pytest.mark.parametrize("known", [None, {}, {"b": None}, {"b": "x"}, {"b": {}}])
    def test_what_is_not_known_counts_as_older(self, known):
        assert outdated(texts([made(3)], source_base=known)[1], [made(3)]) == ("b",)


class TestLending:
    def test_without_corrections_a_text_stays_what_it_is(self):
        assert correct(ABC, [library("x")]).text is ABC

    def test_live_text_of_the_language_comes_first(self):
        corrections = [made(5)]
        english, danish = texts(corrections, source_base={"b": {"correction": 5}})
        held = replace(danish, includes={})
        assert correct(held, [english], corrections, live=danish).givers == {"b": danish}

    def test_fallbacks_come_in_their_order_and_only_if_they_heed(self):
        corrections = [made(5)]
        english, danish = texts(corrections)
        german = replace(english, language="de", page_id=3)
        older = replace(german, includes={})
        assert correct(danish, [older, german, english], corrections).givers == {"b": german}

    def test_part_that_no_text_has_corrected_is_left_out(self):
        corrections = [made(5), made(5, "title"), made(5, "hero")]
        _, danish = texts(corrections)
        page = resolve(danish, LocalLayer(), corrections)
        assert says(page) == ["dansk a", "dansk c"]
        assert (page.fields["title"].value, page.fields["hero"].value) == ("", {})

    def test_lent_part_says_where_it_comes_from(self):
        corrections = [made(5)]
        english, danish = texts(corrections)
        page = resolve(danish, LocalLayer(), corrections, [english])
        found = page.blocks[1].provenance
        assert says(page) == ["dansk a", "library b", "dansk c"]
        assert (found.origin, found.language, found.library_page, found.correction) == (
            Origin.CORRECTION,
            "en",
            ENGLISH,
            5,
        )
        assert found.reasons == (reasons.CORRECTED_ELSEWHERE,)

    def test_lent_part_in_the_same_language_says_so(self):
        corrections = [made(5)]
        held = page_of(library("a", block("b", "old"), "c"), ENGLISH, corrections, release=4)
        page = resolve(held, LocalLayer(), corrections, live=page_of(ABC, ENGLISH, corrections))
        assert says(page) == ["library a", "library b", "library c"]
        assert page.blocks[1].provenance.reasons == (reasons.CORRECTED,)
        assert page.blocks[1].provenance.flags == frozenset()

    @pytest.mark.parametrize(
        ("english", "shown"),
        [("nabc", "n a b c"), ("anbc", "a n b c"), ("abcn", "a b c n"), ("bxanc", "a n b c")],
    )
    def test_missing_block_stands_behind_its_nearest_predecessor(self, english, shown):
        corrections = [made(5, "n")]
        source, danish = texts(corrections, english=tuple(english))
        assert ids(resolve(danish, LocalLayer(), corrections, [source])) == shown

    def test_several_missing_blocks_keep_their_order(self):
        corrections = [made(5, key) for key in "onm"]
        source, danish = texts(corrections, english=("a", "m", "n", "o", "b", "c"))
        assert ids(resolve(danish, LocalLayer(), corrections, [source])) == "a m n o b c"

    def test_removed_block_is_dropped(self):
        corrections = [made(5)]
        source, danish = texts(corrections, english=("a", "c"))
        assert ids(resolve(danish, LocalLayer(), corrections, [source])) == "a c"

    def test_field_is_lent_like_a_block(self):
        corrections = [made(5, "title")]
        english, danish = texts(corrections)
        danish = replace(danish, fields={"title": "Iskias", "summary": "Smerter."})
        fields = resolve(danish, LocalLayer(), corrections, [english]).fields
        assert [(fields[name].value, fields[name].provenance.language) for name in ("title", "summary")] == [
            ("Sciatica", "en"),
            ("Smerter.", "da"),
        ]


class TestDecisions:
    def parted(self, local, text=ABC, number=5, target="b"):
        corrections = [made(number, target)]
        return resolve(page_of(text, ENGLISH, corrections), local, corrections)

    def test_older_replacement_is_parked_with_its_base(self):
        page = self.parted(layer("=b", ABC))
        assert says(page) == ["library a", "library b", "library c"]
        assert page.blocks[1].provenance.origin is Origin.CORRECTION
        assert page.blocks[1].provenance.reasons == (reasons.OVERRULED,)
        (kept,) = page.parked
        assert (kept.id, kept.value["body"], kept.provenance.flags) == ("b", "clinic b", {Flag.PARKED})
        assert (kept.provenance.base_revision, kept.provenance.correction) == (1, 5)
        assert kept.provenance.reasons == (reasons.PARKED,)

    def test_older_hiding_hides_no_longer(self):
        page = self.parted(layer("-b", ABC))
        assert (ids(page), page.hidden) == ("a b c", ())
        assert [(one.id, one.value, one.provenance.reasons) for one in page.parked] == [
            ("b", None, (reasons.PARKED_HIDING,))
        ]

    def test_older_field_is_parked(self):
        page = self.parted(layer("", ABC, {"title": "Ours", "summary": "Ours."}), target="title")
        assert (page.fields["title"].value, page.fields["summary"].value) == ("Sciatica", "Ours.")
        assert [(one.name, one.value, one.provenance.flags) for one in page.parked] == [
            ("title", "Ours", {Flag.PARKED})
        ]

    def test_decision_without_a_base_is_older_than_any_correction(self):
        assert [one.id for one in self.parted(LocalLayer(entries("=b"))).parked] == ["b"]

    @pytest.mark.parametrize(("number", "is_parked"), [(4, False), (5, False), (6, True)])
    def test_decision_counts_by_order_of_corrections(self, number, is_parked):
        found = entries("=b")
        base = rebase(Base(), found, [], ABC, "abc", {"b": 5})
        assert bool(self.parted(LocalLayer(found, {}, base), number=number).parked) is is_parked

    def test_replacement_of_a_removed_block_is_parked_and_no_orphan(self):
        page = self.parted(layer("=b", ABC), library("a", "c"))
        assert ids(page) == "a c"
        assert [(one.id, one.provenance.flags, one.provenance.reasons) for one in page.parked] == [
            ("b", {Flag.PARKED}, (reasons.PARKED_REMOVED,))
        ]

    def test_replacement_that_was_kept_after_a_removal_is_an_orphan_again(self):
        local = layer("=b", ABC)
        gone = library("a", "c")
        base = rebase(decided_again(local.base, ["b"]), local.entries, [], gone, ABC_ORDER, {"b": 5})
        page = self.parted(replace(local, base=base), gone)
        assert (ids(page), page.parked) == ("a b c", ())
        assert page.blocks[1].provenance.flags == {Flag.ORPHANED}

    def test_hiding_of_a_removed_block_falls_away(self):
        assert self.parted(layer("-b", ABC), library("a", "c")).parked == ()

    def test_what_a_policy_forbids_is_ignored_and_not_parked(self):
        page = self.parted(layer("=b", ABC), library("a", block("b", policy=Policy.LOCKED), "c"))
        assert (page.parked, [one.reason for one in page.ignored]) == ((), [reasons.LOCKED])

    def test_parked_block_keeps_the_place_of_what_stood_after_it(self):
        assert ids(self.parted(layer("a =b +x c", ABC))) == "a b x c"
        assert ids(self.parted(layer("a =b +x c", ABC), library("a", "c"))) == "a x c"

    def test_correction_of_a_translation_concerns_decisions_in_its_language(self):
        corrections = [made(5, language="da", page=DANISH)]
        english, danish = texts(corrections)
        assert resolve(english, layer("=b", english), corrections).parked == ()
        assert len(resolve(danish, layer("=b", danish), corrections).parked) == 1
        away = replace(layer("=b", english), language="da")
        assert len(resolve(None, away, corrections, [english]).parked) == 1

    def test_rebase_notes_the_corrections_in_force_for_new_decisions_only(self):
        found, fields = entries("=a -b"), ["title"]
        first = rebase(Base(), found[:1], [], ABC, "abc", {"a": 3})
        both = rebase(first, found, fields, ABC, "abc", {"a": 5, "b": 5, "title": 4})
        assert {key: one.correction for key, one in both.blocks.items()} == {"a": 3, "b": 5}
        assert both.fields["title"].correction == 4


ABC_ORDER = ("a", "b", "c")


class TestHeld:
    def test_parts_that_the_live_text_words_differently_are_flagged(self):
        held = library("a", "b", "c", fields={"title": "Old", "summary": "Same."})
        live = library("a", block("b", "new"), fields={"title": "New", "summary": "Same."}, revision=2)
        page = resolve(held, layer("=b -c", held), live=live)
        flags = {one.id: one.provenance.flags for one in (*page.blocks, *page.hidden)}
        assert flags == {"a": frozenset(), "b": {Flag.HELD}, "c": {Flag.HELD}}
        assert {name: one.provenance.flags for name, one in page.fields.items()} == {
            "title": {Flag.HELD},
            "summary": frozenset(),
        }

    def test_policy_and_white_space_hold_nothing(self):
        live = library(block("a", " library  a", Policy.REVIEW))
        assert resolve(library("a"), LocalLayer(), live=live).blocks[0].provenance.flags == frozenset()

    def test_staleness_is_measured_against_the_held_text(self):
        held = library("a")
        page = resolve(held, layer("-a", held), live=library(block("a", "new")))
        assert page.hidden[0].provenance.flags == {Flag.HELD}


def test_resolving_under_corrections_is_linear():
    """Twice the page takes about twice the calls; a quadratic step would take four times as many."""
    assert _calls(400) < 2.2 * _calls(200)


def _calls(size: int) -> int:
    keys = [f"b{number}" for number in range(size)]
    corrections = [made(number + 1, key) for number, key in enumerate(keys)]
    source = page_of(library(*keys), ENGLISH, corrections)
    old = replace(library(*keys[::2], language="da"), page_id=DANISH)
    local = layer(" ".join(f"={key}" for key in keys), source)
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        resolve(old, local, corrections, [source])
    finally:
        sys.setprofile(None)
    return calls
